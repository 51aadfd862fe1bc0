import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { VisitClaims } from '../../visits/index.js';
import { isOurPersonCode } from '../domain/person-code.js';
import { DriftCandidates } from '../persistence/drift-candidates.js';
import { CompareSightings } from './check-drift-comparison.js';
import { DriftLook } from './check-drift-look.js';
import { type DriftProgress } from './check-drift-progress.js';
import { DriftRows } from './drift-rows.js';
import { EnsureOrganisation } from './ensure-organisation.js';

/** Finds, for what a reading showed, whom of ours it is about. */
@Injectable()
export class SightPersons {
  private readonly isOurCode: (personCode: string) => boolean;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly candidates: DriftCandidates,
    private readonly compare: CompareSightings,
    private readonly claims: VisitClaims,
    private readonly organisation: EnsureOrganisation,
    private readonly logger: Logger,
    vault: Vault,
  ) {
    const mac = (text: string): Buffer => vault.fingerprint('access-control.person-code', text);
    this.isOurCode = (personCode) => isOurPersonCode(personCode, mac);
  }

  begin(progress: DriftProgress, organisationId: string | null): DriftLook {
    const { unitOfWork, candidates, claims, compare, organisation, logger, isOurCode } = this;
    const rows = new DriftRows(unitOfWork, candidates, claims, progress.state.serverId);
    return new DriftLook({ rows, compare, organisation, logger, isOurCode }, progress, organisationId);
  }
}

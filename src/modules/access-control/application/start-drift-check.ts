import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Random } from '../../../platform/random/random.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { DriftCheckNotFoundError, NoServerToCheckError, NothingToApproveError } from '../drift-check.errors.js';
import { NO_FINDINGS } from '../domain/drift-findings.js';
import { type DriftCheck } from '../persistence/drift-check.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';

/** A check is a row; whoever holds the lease does the work. */
@Injectable()
export class StartDriftCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checks: DriftCheckRepository,
    private readonly gateway: HikCentralGateway,
    private readonly doorbell: Doorbell,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** Of everybody and every level, whatever that costs. @throws NO_SERVER_TO_CHECK */
  run(isDryRun: boolean): Promise<DriftCheck> {
    return this.unitOfWork.run(async (tx) => {
      const [server] = await this.gateway.servers(tx);
      if (server === undefined) throw new NoServerToCheckError('there is no HikCentral server to compare with');
      const check = await this.queue(tx, server.id, isDryRun);
      audit(tx, { action: 'drift-checks.start', entity: 'drift-check', entityId: check.id, detail: { isDryRun } });
      return check;
    });
  }

  /**
   * A person's word that the unknown persons of this check are to be taken out. A new check sees that they are still
   * there, and does it.
   * @returns the new check. @throws DRIFT_CHECK_NOT_FOUND, NOTHING_TO_APPROVE
   */
  approve(id: string): Promise<DriftCheck> {
    return this.unitOfWork.run(async (tx) => {
      const stopped = await this.checks.lock(tx, id);
      if (stopped === null) throw new DriftCheckNotFoundError('no drift check has this id', { id });
      if (stopped.status !== 'stopped' || stopped.approvedAt !== null) {
        throw new NothingToApproveError('this check waits for nobody', { id, status: stopped.status });
      }
      await this.checks.save(tx, { ...stopped, approvedAt: this.clock.now() });
      const check = await this.queue(tx, stopped.serverId, false);
      const detail = { unknownPersons: stopped.counts.unknown_person, checkId: check.id };
      audit(tx, { action: 'drift-checks.approve', entity: 'drift-check', entityId: id, detail });
      return check;
    });
  }

  private async queue(tx: Transaction, serverId: string, isDryRun: boolean): Promise<DriftCheck> {
    const check = newCheck(this.random.uuid(), serverId, { origin: 'request', isDryRun }, this.clock.now());
    await this.checks.insert(tx, check);
    tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
    return check;
  }
}

export function newCheck(
  id: string,
  serverId: string,
  { origin, isDryRun }: Pick<DriftCheck, 'origin' | 'isDryRun'>,
  requestedAt: Date,
): DriftCheck {
  return {
    id,
    serverId,
    status: 'queued',
    origin,
    isDryRun,
    requestedAt,
    startedAt: null,
    finishedAt: null,
    approvedAt: null,
    callsSpent: 0,
    personsRead: 0,
    personsTotal: null,
    levelsRead: 0,
    counts: NO_FINDINGS,
    mended: 0,
    errorCode: null,
  };
}

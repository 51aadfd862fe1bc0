import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type DoorOpening } from './door-opening.js';
import { DoorOpenings } from './door-openings.js';
import { type OpeningEnding } from './opening-outcome.js';

/** Writes down what came of an opening, once, whoever learns it first. */
@Injectable()
export class EndDoorOpening {
  constructor(
    private readonly openings: DoorOpenings,
    private readonly clock: Clock,
  ) {}

  async run(tx: Transaction, opening: DoorOpening, { outcome, error }: OpeningEnding): Promise<void> {
    const { id, serverId, doorId, askedBy } = opening;
    if (!(await this.openings.end(tx, id, outcome, this.clock.now()))) return;
    const code = error?.code ?? null;
    audit(tx, {
      action: 'doors.open-ended',
      entity: 'door',
      entityId: doorId,
      detail: { serverId, openingId: id, outcome, code },
    });
    if (outcome !== 'opened' && outcome !== 'unknown') return;
    const cause = { kind: askedBy.kind, ref: askedBy.id };
    const isCertain = outcome === 'opened';
    publish(tx, 'monitoring.door-opened.v1', { openingId: id, serverId, doorId, isCertain }, { cause });
  }
}

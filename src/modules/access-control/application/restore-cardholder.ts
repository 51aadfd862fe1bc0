import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { CardholderNotFoundError } from '../access-control.errors.js';
import { restoredFacts } from '../domain/restore-facts.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { ReviseCardholders } from './revise-cardholders.js';

/** A person says "build this one again": our record is sent anew, with everything that HikCentral may have lost or changed. */
@Injectable()
export class RestoreCardholder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly revise: ReviseCardholders,
    private readonly doorbell: Doorbell,
  ) {}

  /** @throws CARDHOLDER_NOT_FOUND */
  run(id: string): Promise<Cardholder> {
    return this.unitOfWork.run(async (tx) => {
      const [locked] = await this.cardholders.lock(tx, [id]);
      if (locked === undefined) throw new CardholderNotFoundError('no cardholder has this id', { id });
      const drafts = await this.revise.open(tx, [locked]);
      for (const draft of drafts) draft.facts = restoredFacts(draft.facts, draft.now.getTime());
      await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, locked.serverId));
      audit(tx, { action: 'cardholders.restore', entity: 'cardholder', entityId: id, detail: {} });
      tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
      return (await this.cardholders.find(tx, id)) ?? locked;
    });
  }
}

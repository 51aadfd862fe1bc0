import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { CardholderDirectory } from '../../../contracts/ports/guest-directory.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { type PushedEvent } from '../../hikcentral-gateway/index.js';
import { PassageRepository } from '../persistence/passage.repository.js';
import { PassageRings } from '../persistence/passage-rings.js';

export interface Pushed {
  readonly events: readonly PushedEvent[];
  /** Something was pushed that could not be read, or was not looked at. */
  readonly isUnclear: boolean;
}

/**
 * Has passages read when a push names one of ours. Nothing else is taken from it: who wrote it is not known, so it costs a
 * read at most, and an event that is stored already costs none.
 */
@Injectable()
export class RingForPush {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderDirectory,
    private readonly passages: PassageRepository,
    private readonly rings: PassageRings,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it was rung */
  run(serverId: string, pushed: Pushed): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      if (!pushed.isUnclear && !(await this.isNews(tx, serverId, pushed.events))) return false;
      await this.rings.ring(tx, serverId, this.clock.now());
      tx.afterCommit(() => this.doorbell.ring(BELLS.pollPassages));
      return true;
    });
  }

  private async isNews(tx: Transaction, serverId: string, events: readonly PushedEvent[]): Promise<boolean> {
    const codes = events.flatMap(({ personCode }) => (personCode === null ? [] : [personCode]));
    const ids = events.flatMap(({ personCode, personId }) =>
      personCode === null && personId !== null ? [personId] : [],
    );
    const ownCodes = codes.length === 0 ? NOBODY : await this.cardholders.guestIdsByPersonCode(tx, serverId, codes);
    const ownIds = ids.length === 0 ? NOBODY : await this.cardholders.guestIdsByPersonId(tx, serverId, ids);
    const own = events.filter(
      ({ personCode, personId }) =>
        ownCodes.has(personCode ?? '') || (personCode === null && ownIds.has(personId ?? '')),
    );
    if (own.length === 0) return false;
    const stored = await this.passages.storedEventIds(
      tx,
      serverId,
      own.map(({ eventId }) => eventId),
    );
    return own.some(({ eventId }) => !stored.has(eventId));
  }
}

const NOBODY: ReadonlyMap<string, string> = new Map();

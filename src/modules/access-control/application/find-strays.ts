import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { RefreshGuests } from './refresh-guests.js';

const MOST_AT_ONCE = 500;

/**
 * Finds by SQL alone, without any event, whoever should have something else than we know: the sweep. Events only make
 * it sooner.
 */
@Injectable()
export class FindStrays {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly refresh: RefreshGuests,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were found, and when what is desired changes next by itself; `'now'`: there are more */
  run(serverId: string): Promise<{ readonly found: number; readonly next: Date | 'now' | null }> {
    return this.unitOfWork.run(async (tx) => {
      const guestIds = await this.cardholders.straysOf(tx, serverId, this.clock.now(), MOST_AT_ONCE);
      if (guestIds.length > 0) await this.refresh.run(tx, serverId, guestIds);
      const next = guestIds.length === MOST_AT_ONCE ? 'now' : await this.cardholders.nextChangeAt(tx, serverId);
      return { found: guestIds.length, next };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { settingsKey } from '../domain/desired-access.js';
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
    private readonly settings: Settings,
  ) {}

  /** @returns how many were found, and when what is desired changes next by itself; `'now'`: there are more */
  run(serverId: string): Promise<{ readonly found: number; readonly next: Date | 'now' | null }> {
    return this.unitOfWork.run(async (tx) => {
      const guestIds = await this.find(tx, serverId);
      if (guestIds.length > 0) await this.refresh.run(tx, serverId, guestIds);
      const next = guestIds.length === MOST_AT_ONCE ? 'now' : await this.cardholders.nextChangeAt(tx, serverId);
      return { found: guestIds.length, next };
    });
  }

  /** Changed settings wait behind whatever changed by itself: they may concern everybody. */
  private async find(tx: Transaction, serverId: string): Promise<readonly string[]> {
    const now = this.clock.now();
    const strays = await this.cardholders.straysOf(tx, serverId, now, MOST_AT_ONCE);
    const room = MOST_AT_ONCE - strays.length;
    if (room === 0) return strays;
    return [...strays, ...(await this.cardholders.strangersTo(tx, serverId, settingsKey(this.settings), now, room))];
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { publish } from '../../../contracts/events/publish.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ExpiredPhotos } from '../persistence/expired-photos.js';

const MOST_AT_ONCE = 200;

/**
 * Deletes photos whose time has passed since the guest's last visit ended, each with a receipt; the face leaves HikCentral
 * with it. Whether it ever got there does not matter.
 */
@Injectable()
export class ForgetPhotos {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly photos: ExpiredPhotos,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns how many */
  async run(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.unitOfWork.run((tx) => this.someOf(tx));
      total += count;
      if (count < MOST_AT_ONCE) return total;
    }
  }

  private async someOf(tx: Transaction): Promise<number> {
    const now = this.clock.now();
    const endedBefore = new Date(now.getTime() - this.settings.photoRetentionMs);
    // Whoever announces a visit of this guest locks the guest first: what is overdue under the lock stays so.
    const guestIds = await this.photos.lockGuests(tx, endedBefore, MOST_AT_ONCE);
    if (guestIds.length === 0) return 0;
    for (const { guestId, lastVisitId: visitId } of await this.photos.forget(tx, guestIds, endedBefore, now)) {
      const about = { visitIds: [visitId], cause: { kind: 'time', ref: null } } as const;
      publish(tx, 'visits.photo-removed.v1', { visitId, guestId }, about);
    }
    return guestIds.length;
  }
}

import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { GuestMergedError, GuestNotFoundError } from '../guests.errors.js';
import { GuestMerges } from '../persistence/guest-merges.js';
import { GuestRepository } from '../persistence/guest-repository.js';
import { ownHostEmail } from './caller.js';
import { type GuestRecordView, toGuestRecordView } from './guest-record-view.js';

@Injectable()
export class FindGuest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestRepository,
    private readonly merges: GuestMerges,
  ) {}

  /** @throws GUEST_NOT_FOUND, GUEST_MERGED */
  run(guestId: string): Promise<GuestRecordView> {
    const own = ownHostEmail('visits.read');
    return this.unitOfWork.read(async (tx) => {
      const record = await this.merges.find(tx, guestId);
      const presentId = record?.guest.mergedIntoId ?? guestId;
      if (record === null || !(await this.isShownTo(tx, presentId, own))) throw new GuestNotFoundError(guestId);
      if (record.guest.mergedIntoId !== null) throw new GuestMergedError(record.guest.mergedIntoId);
      return toGuestRecordView(record);
    });
  }

  /** A host knows the guests of their own visits. */
  private isShownTo(tx: Transaction, guestId: string, hostEmail: string | null): Promise<boolean> {
    return hostEmail === null ? Promise.resolve(true) : this.guests.isGuestOfHost(tx, guestId, hostEmail);
  }
}

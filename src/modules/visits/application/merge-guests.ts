import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { differingKeys, type Key, takenOver } from '../domain/merge-records.js';
import {
  GuestAlreadyMergedError,
  GuestIdentityDiffersError,
  GuestIsTheSameError,
  GuestNotFoundError,
  GuestStaleError,
} from '../guests.errors.js';
import { GuestMerges } from '../persistence/guest-merges.js';
import { photoBinding } from '../persistence/guest-photo.entity.js';
import { GuestRepository } from '../persistence/guest-repository.js';
import { type GuestEntity } from '../persistence/guest.entity.js';
import { GuestUnknownError } from '../visits.errors.js';
import { type GuestRecordView, toGuestRecordView } from './guest-record-view.js';
import { GuestRecords, keysOf } from './guest-records.js';

export interface MergeOrder {
  readonly intoGuestId: string;
  readonly reason: string;
  /** A person has looked: the numbers differ, and it is one guest all the same. */
  readonly acceptDifferentIdentity?: boolean | undefined;
}

interface Pair {
  readonly goes: GuestEntity;
  readonly stays: GuestEntity;
}

/**
 * Makes one guest of two records by a person's word. The one that goes stays as a signpost: its keys, phone and e-mail lead
 * to the one that stays, to whom all visits belong.
 */
@Injectable()
export class MergeGuests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly merges: GuestMerges,
    private readonly guests: GuestRepository,
    private readonly records: GuestRecords,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * @param goesId the record that goes
   * @param expectedVersion of that record; null: whatever it is now
   * @returns the guest who stays
   * @throws GUEST_IS_THE_SAME, GUEST_NOT_FOUND, GUEST_UNKNOWN, GUEST_ALREADY_MERGED, GUEST_STALE, GUEST_IDENTITY_DIFFERS
   */
  async run(goesId: string, order: MergeOrder, expectedVersion: number | null): Promise<GuestRecordView> {
    if (goesId === order.intoGuestId) throw new GuestIsTheSameError();
    return this.unitOfWork.run(async (tx) => {
      const pair = await this.lock(tx, goesId, order.intoGuestId);
      const { goes, stays } = pair;
      if (expectedVersion !== null && expectedVersion !== goes.revision) throw new GuestStaleError(goes.revision);
      const differing = differingKeys(keysOf(stays), keysOf(goes));
      if (differing.length > 0 && order.acceptDifferentIdentity !== true)
        throw new GuestIdentityDiffersError(differing);

      const merge = { guestId: stays.id, mergedGuestId: goes.id };
      const visitIds = [
        ...(await this.merges.visitIdsOf(tx, goes.id)),
        ...(await this.merges.visitIdsOf(tx, stays.id)),
      ];
      const takes = await this.join(tx, pair, differing);
      const photo = await this.joinPhotos(tx, pair);
      await this.merges.move(tx, merge, this.clock.now());
      publish(tx, 'visits.guests-merged.v1', merge, { visitIds });
      const { reason } = order;
      const detail = { intoGuestId: stays.id, reason, taken: takes, differing, photo, visits: visitIds.length };
      audit(tx, { action: 'guests.merge', entity: 'guest', entityId: goes.id, detail });
      return this.show(tx, stays.id);
    });
  }

  private async lock(tx: Transaction, goesId: string, staysId: string): Promise<Pair> {
    const locked = await this.merges.lock(tx, [goesId, staysId]);
    const goes = locked.find(({ id }) => id === goesId);
    const stays = locked.find(({ id }) => id === staysId);
    if (goes === undefined) throw new GuestNotFoundError(goesId);
    if (stays === undefined) throw new GuestUnknownError('/intoGuestId');
    if (goes.mergedIntoId !== null) throw new GuestAlreadyMergedError(goes.mergedIntoId);
    if (stays.mergedIntoId !== null) {
      const fault = { pointer: '/intoGuestId', code: 'mergedBefore', detail: 'was merged before' };
      throw new GuestAlreadyMergedError(stays.mergedIntoId, [fault]);
    }
    return { goes, stays };
  }

  /** A key that the one who stays does not have moves; one that differs stays on the signpost. @returns what was taken over */
  private async join(tx: Transaction, { goes, stays }: Pair, differing: readonly Key[]): Promise<readonly string[]> {
    const now = this.clock.now();
    const taken: Partial<GuestEntity> = takenOver(stays, goes);
    const left: Partial<GuestEntity> = { company: null, studentGroup: null, course: null, consentAt: null };
    if (goes.studentId !== null && !differing.includes('studentId')) {
      taken.studentId = goes.studentId;
      left.studentId = null;
    }
    if (goes.identityFingerprint !== null && !differing.includes('identityNumber')) {
      Object.assign(taken, this.records.identityUnder(stays.id, goes));
      Object.assign(left, { identityNumberSealed: null, identityFingerprint: null, identityLast4: null });
    }
    // In this order: a key is one guest's at any time.
    await this.guests.touch(tx, goes.id, now, { ...left, mergedIntoId: stays.id });
    await this.guests.touch(tx, stays.id, now, taken);
    return Object.keys(taken).sort();
  }

  /** The photo of the one who stays, stays; without one the other's is theirs. No face is left behind under a signpost. */
  private async joinPhotos(tx: Transaction, { goes, stays }: Pair): Promise<'none' | 'kept' | 'taken'> {
    const photo = await this.guests.photoOf(tx, goes.id);
    if (photo === null) return 'none';
    const hasOwn = (await this.guests.photoOf(tx, stays.id)) !== null;
    if (!hasOwn) {
      const sealed = this.vault.seal(this.vault.open(photo.sealed, photoBinding(goes.id)), photoBinding(stays.id));
      const { sha256, width, height, bytes, createdAt } = photo;
      await this.guests.putPhoto(tx, { guestId: stays.id, sealed, sha256, width, height, bytes, createdAt });
    }
    await this.guests.deletePhoto(tx, goes.id);
    return hasOwn ? 'kept' : 'taken';
  }

  private async show(tx: Transaction, guestId: string): Promise<GuestRecordView> {
    const record = await this.merges.find(tx, guestId);
    if (record === null) throw new Error('the guest that stays is gone');
    return toGuestRecordView(record);
  }
}

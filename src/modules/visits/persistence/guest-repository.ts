import { type Transaction } from '../../../platform/database/transaction.js';
import { type Columns } from './columns.js';
import { type GuestPhotoEntity } from './guest-photo.entity.js';
import { type GuestEntity } from './guest.entity.js';

export interface GuestSearch {
  readonly id: string | null;
  readonly identityFingerprint: Buffer | null;
  readonly studentId: string | null;
}

export type FormerKeys = Pick<GuestEntity, 'identityFingerprint' | 'studentId'>;

export abstract class GuestRepository {
  /**
   * Guests that share at least one key with what is searched, and whom those of them that were merged are now, locked in
   * the order of their ids.
   */
  abstract lockSharingKeys(tx: Transaction, search: GuestSearch): Promise<readonly GuestEntity[]>;
  /** Keys by which the guest is known beside the own: those of the records that were merged into it. */
  abstract formerKeysOf(tx: Transaction, guestId: string): Promise<readonly FormerKeys[]>;
  /** False when another guest has this student id or identity number; then nothing is written. */
  abstract insert(tx: Transaction, guest: Columns<GuestEntity>): Promise<boolean>;
  /** Writes `changes` and raises the revision: also the way to say that a visit or the photo changed. */
  abstract touch(tx: Transaction, guestId: string, now: Date, changes?: Partial<GuestEntity>): Promise<void>;
  /** Whether this host has, or had, a visit of the guest. */
  abstract isGuestOfHost(tx: Transaction, guestId: string, hostEmail: string): Promise<boolean>;
  abstract photoOf(tx: Transaction, guestId: string): Promise<GuestPhotoEntity | null>;
  abstract putPhoto(tx: Transaction, photo: Columns<GuestPhotoEntity>): Promise<void>;
  /** False when there was none. */
  abstract deletePhoto(tx: Transaction, guestId: string): Promise<boolean>;
}

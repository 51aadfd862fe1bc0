import { type Columns } from '../../../../src/modules/visits/persistence/columns.js';
import {
  type FormerKeys,
  GuestRepository,
  type GuestSearch,
} from '../../../../src/modules/visits/persistence/guest-repository.js';
import { GuestPhotoEntity } from '../../../../src/modules/visits/persistence/guest-photo.entity.js';
import { GuestEntity } from '../../../../src/modules/visits/persistence/guest.entity.js';
import { GuestIdentityTakenError } from '../../../../src/modules/visits/visits.errors.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { reference } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';
import { byId } from './order.js';
import { type GuestRow } from './rows.js';
import { said } from './said.js';

export class MemoryGuestRepository extends GuestRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override lockSharingKeys(tx: Transaction, search: GuestSearch): Promise<readonly GuestEntity[]> {
    return this.database.step(tx, () => {
      const found = new Map<string, GuestEntity>();
      const { id, identityFingerprint, studentId } = search;
      const { guests, guestsByFingerprint, guestsByStudentId } = this.database;
      const sharing = [
        id === null ? undefined : guests.get(id),
        identityFingerprint === null ? undefined : guestsByFingerprint.one(identityFingerprint.toString('hex')),
        studentId === null ? undefined : guestsByStudentId.one(studentId),
      ];
      const mergedInto = sharing.map((guest) => guests.get(guest?.mergedIntoId ?? ''));
      for (const guest of [...sharing, ...mergedInto])
        if (guest !== undefined) found.set(guest.id, Object.assign(new GuestEntity(), guest));
      return [...found.values()].sort(byId);
    });
  }

  override formerKeysOf(tx: Transaction, guestId: string): Promise<readonly FormerKeys[]> {
    return this.database.step(tx, () =>
      [...this.database.guestsMergedInto.of(guestId)]
        .sort(byId)
        .map(({ identityFingerprint, studentId }) => ({ identityFingerprint, studentId })),
    );
  }

  override insert(tx: Transaction, guest: Columns<GuestEntity>): Promise<boolean> {
    return this.database.step(tx, () => {
      const { guests } = this.database;
      if (guests.has(guest.id) || this.isTaken(guest)) return false;
      guests.set(guest.id, { ...guest });
      return true;
    });
  }

  override touch(tx: Transaction, guestId: string, now: Date, changes: Partial<GuestEntity> = {}): Promise<void> {
    return this.database.step(tx, () => {
      const known = this.database.guests.get(guestId);
      if (known === undefined) return;
      const guest = { ...known, ...said(changes), updatedAt: now, revision: known.revision + 1 };
      if (this.isTaken(guest)) throw new GuestIdentityTakenError();
      this.database.guests.set(guestId, guest);
    });
  }

  override isGuestOfHost(tx: Transaction, guestId: string, hostEmail: string): Promise<boolean> {
    const email = hostEmail.toLowerCase();
    return this.database.step(tx, () =>
      [...this.database.visitsByGuest.of(guestId)].some((visit) => visit.hostEmail.toLowerCase() === email),
    );
  }

  override photoOf(tx: Transaction, guestId: string): Promise<GuestPhotoEntity | null> {
    return this.database.step(tx, () => {
      const photo = this.database.photos.get(guestId);
      return photo === undefined ? null : Object.assign(new GuestPhotoEntity(), photo);
    });
  }

  override putPhoto(tx: Transaction, photo: Columns<GuestPhotoEntity>): Promise<void> {
    return this.database.step(tx, () => {
      reference('guest_photos_guest_id_fkey', !this.database.guests.has(photo.guestId));
      this.database.photos.set(photo.guestId, { ...photo });
    });
  }

  override deletePhoto(tx: Transaction, guestId: string): Promise<boolean> {
    return this.database.step(tx, () => {
      const { photos } = this.database;
      const wasThere = photos.has(guestId);
      photos.delete(guestId);
      return wasThere;
    });
  }

  /** Another guest has this student id or identity number. */
  private isTaken({ id, identityFingerprint, studentId }: GuestRow): boolean {
    const { guestsByFingerprint, guestsByStudentId } = this.database;
    const others = [
      identityFingerprint === null ? undefined : guestsByFingerprint.one(identityFingerprint.toString('hex')),
      studentId === null ? undefined : guestsByStudentId.one(studentId),
    ];
    return others.some((other) => other !== undefined && other.id !== id);
  }
}

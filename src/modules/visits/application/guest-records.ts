import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Random } from '../../../platform/random/random.js';
import { lastFour, normaliseIdentityNumber, whoIsMeant } from '../domain/same-guest.js';
import { changedFields } from '../domain/visit-changes.js';
import { type Columns } from '../persistence/columns.js';
import { GuestRepository } from '../persistence/guest-repository.js';
import { type GuestEntity } from '../persistence/guest.entity.js';
import { GuestIdentityTakenError, GuestUnknownError } from '../visits.errors.js';
import { type AnnouncedGuest, type GuestInput } from './guest-input.js';

const IDENTITY_PURPOSE = 'guests:identity-number';

const IDENTITY_COLUMNS = ['identityNumberSealed', 'identityFingerprint', 'identityLast4'] as const;
type IdentityColumns = Pick<GuestEntity, (typeof IDENTITY_COLUMNS)[number]>;

/** Finds the guest who is meant, or makes one, and keeps what was said about them. */
@Injectable()
export class GuestRecords {
  constructor(
    private readonly guests: GuestRepository,
    private readonly vault: Vault,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** Keyed hash under which an identity number is searched. */
  fingerprint(identityNumber: string): Buffer {
    return this.vault.fingerprint(IDENTITY_PURPOSE, normaliseIdentityNumber(identityNumber));
  }

  /**
   * The locked guest, with what was said written over what was known.
   * @throws GUEST_UNKNOWN, GUEST_IDENTITY_TAKEN
   */
  async meet(
    tx: Transaction,
    said: AnnouncedGuest,
    consent: boolean | undefined,
    ownHostEmail: string | null,
  ): Promise<Columns<GuestEntity>> {
    const known = await this.findKnown(tx, said, ownHostEmail);
    if (known !== null) {
      await this.keep(tx, known, said, consent);
      return known;
    }
    const guest = this.newGuest(said, consent);
    if (await this.guests.insert(tx, guest)) return guest;
    // Somebody announced the same guest a moment ago and has committed by now: their row is found this time.
    const other = await this.findKnown(tx, said, ownHostEmail);
    if (other === null) throw new Error('a guest collides with one that cannot be found');
    await this.keep(tx, other, said, consent);
    return other;
  }

  /** Writes what changes about a locked guest and raises the revision in any case. @returns paths as in the API */
  async keep(
    tx: Transaction,
    guest: Columns<GuestEntity>,
    said: GuestInput,
    consent?: boolean,
  ): Promise<readonly string[]> {
    const { identityNumber, fullName, phone, email, company, studentId, studentGroup, course } = said;
    const plain = { fullName, phone, email, company, studentId, studentGroup, course };
    const changed = [...changedFields(guest, plain as Partial<GuestEntity>, 'guest.')];
    const changes: Partial<GuestEntity> = Object.fromEntries(
      Object.entries(plain).filter(([field, value]) => value !== undefined && changed.includes(`guest.${field}`)),
    );
    if (identityNumber !== undefined && !this.hasIdentity(guest, identityNumber)) {
      Object.assign(changes, this.identityColumns(guest.id, identityNumber));
      changed.push('guest.identityNumber');
    }
    if (consent !== undefined && consent !== (guest.consentAt !== null)) {
      changes.consentAt = consent ? this.clock.now() : null;
      changed.push('consent');
    }
    const left = await this.withoutFormer(tx, guest.id, changes);
    await this.guests.touch(tx, guest.id, this.clock.now(), changes);
    Object.assign(guest, changes);
    return changed.filter((path) => !left.includes(path));
  }

  /** The identity number under another record. */
  identityUnder(guestId: string, of: Columns<GuestEntity>): IdentityColumns {
    const { identityNumberSealed: sealed, identityFingerprint, identityLast4 } = of;
    const number = sealed && this.vault.open(sealed, identityBinding(of.id));
    const identityNumberSealed = number && this.vault.seal(number, identityBinding(guestId));
    return { identityNumberSealed, identityFingerprint, identityLast4 };
  }

  /** A key that leads to this guest already, from a record that was merged into it, is not another one: it stays where it is. */
  private async withoutFormer(
    tx: Transaction,
    guestId: string,
    changes: Partial<GuestEntity>,
  ): Promise<readonly string[]> {
    const { studentId, identityFingerprint } = changes;
    if (!studentId && !identityFingerprint) return [];
    const former = await this.guests.formerKeysOf(tx, guestId);
    const left: string[] = [];
    if (studentId && former.some((keys) => keys.studentId === studentId)) {
      delete changes.studentId;
      left.push('guest.studentId');
    }
    if (identityFingerprint && former.some((keys) => keys.identityFingerprint?.equals(identityFingerprint))) {
      for (const column of IDENTITY_COLUMNS) Reflect.deleteProperty(changes, column);
      left.push('guest.identityNumber');
    }
    return left;
  }

  private async findKnown(
    tx: Transaction,
    said: AnnouncedGuest,
    ownHostEmail: string | null,
  ): Promise<GuestEntity | null> {
    const keys = {
      id: said.id ?? null,
      identityFingerprint: typeof said.identityNumber === 'string' ? this.fingerprint(said.identityNumber) : null,
      studentId: said.studentId ?? null,
    };
    const sharing = await this.guests.lockSharingKeys(tx, keys);
    // Merged while we waited for the row: who it is now was not yet to be seen.
    if (sharing.some(({ mergedIntoId: into }) => into !== null && !sharing.some(({ id }) => id === into))) {
      return this.findKnown(tx, said, ownHostEmail);
    }
    const named = sharing.find(({ id }) => id === keys.id);
    const meant = whoIsMeant(
      { ...keys, id: named?.mergedIntoId ?? keys.id, identityFingerprint: hex(keys.identityFingerprint) },
      sharing.map(keysOf),
    );
    if (meant.kind === 'conflict') throw new GuestIdentityTakenError(meant.field);
    if (meant.kind === 'unknown-id') throw new GuestUnknownError();
    if (meant.kind === 'new') return null;
    // By id alone a host reaches the guests of their own visits; whether another id exists is not told.
    const { guestId } = meant;
    if (keys.id !== null && ownHostEmail !== null && !(await this.guests.isGuestOfHost(tx, guestId, ownHostEmail))) {
      throw new GuestUnknownError();
    }
    return sharing.find(({ id }) => id === guestId) ?? null;
  }

  private newGuest(said: AnnouncedGuest, consent: boolean | undefined): Columns<GuestEntity> {
    const id = this.random.uuid();
    const now = this.clock.now();
    return {
      id,
      fullName: said.fullName,
      phone: said.phone ?? null,
      email: said.email ?? null,
      company: said.company ?? null,
      studentId: said.studentId ?? null,
      studentGroup: said.studentGroup ?? null,
      course: said.course ?? null,
      ...this.identityColumns(id, said.identityNumber ?? null),
      consentAt: consent === true ? now : null,
      mergedIntoId: null,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
  }

  private hasIdentity(guest: Columns<GuestEntity>, identityNumber: string | null): boolean {
    const wanted = identityNumber === null ? null : this.fingerprint(identityNumber);
    return hex(wanted) === hex(guest.identityFingerprint);
  }

  private identityColumns(guestId: string, identityNumber: string | null): IdentityColumns {
    if (identityNumber === null) {
      return { identityNumberSealed: null, identityFingerprint: null, identityLast4: null };
    }
    return {
      identityNumberSealed: this.vault.seal(Buffer.from(identityNumber, 'utf8'), identityBinding(guestId)),
      identityFingerprint: this.fingerprint(identityNumber),
      identityLast4: lastFour(identityNumber),
    };
  }
}

/** What a sealed identity number is bound to. */
function identityBinding(guestId: string): string {
  return `guests:identity_number_sealed:${guestId}`;
}

/** The keys of a record that was merged are those of the guest it is now. */
export function keysOf(guest: Columns<GuestEntity>): {
  id: string;
  identityFingerprint: string | null;
  studentId: string | null;
} {
  return {
    id: guest.mergedIntoId ?? guest.id,
    identityFingerprint: hex(guest.identityFingerprint),
    studentId: guest.studentId,
  };
}

function hex(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('hex');
}

import { createHash } from 'node:crypto';
import { type GuestClaims, type VisitClaim, VisitClaims } from '../../../../../src/modules/visits/index.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';
import { type UnitOfWork } from '../../../../../src/platform/database/unit-of-work.js';
import { type Random } from '../../../../../src/platform/random/random.js';

export interface Agreement {
  readonly guestId?: string;
  readonly fullName?: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly accessLevelIds: readonly string[];
  /** null: no photo yet. */
  readonly face: string | null;
}

const JPEG_START = Buffer.from([0xff, 0xd8]);
/** What HikCentral refuses. */
export const UNUSABLE_FACE = 'unusable';
/** What cannot be read from our own storage. */
export const UNREADABLE_FACE = 'unreadable';

/** What was agreed, kept in tables of the test's own behind the view that access control sweeps. */
export class AgreedVisits extends VisitClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly random: Random,
  ) {
    super();
  }

  async reset(): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query(`TRUNCATE access_ledger, visit_access, cardholders, access_levels, guest_suspensions,
        person_removals, server_adoptions, disabled_servers, merged_guests`);
      await tx.query('DROP VIEW IF EXISTS visit_claims');
      await tx.query('DROP TABLE IF EXISTS agreed_visits, agreed_guests');
      await tx.query(
        'CREATE TABLE agreed_guests (id uuid PRIMARY KEY, revision bigint, full_name text, face text, has_consent boolean)',
      );
      await tx.query(`CREATE TABLE agreed_visits (id uuid PRIMARY KEY, guest_id uuid, valid_from timestamptz,
        valid_to timestamptz, access_level_ids text[], is_open boolean)`);
      await tx.query(`CREATE VIEW visit_claims AS
        SELECT v.id AS visit_id, v.guest_id, g.revision AS guest_revision, v.valid_from, v.valid_to, v.access_level_ids,
          g.face AS face_sha256, g.has_consent
        FROM agreed_visits v JOIN agreed_guests g ON g.id = v.guest_id WHERE v.is_open`);
    });
  }

  announce({ guestId, fullName = 'Asa Ost', validFrom, validTo, accessLevelIds, face }: Agreement) {
    const ids = { visitId: this.random.uuid(), guestId: guestId ?? this.random.uuid() };
    return this.unitOfWork.run(async (tx) => {
      await tx.query(
        `INSERT INTO agreed_guests VALUES ($1, 1, $2, $3, false)
         ON CONFLICT (id) DO UPDATE SET revision = agreed_guests.revision + 1`,
        [ids.guestId, fullName, face],
      );
      await tx.query('INSERT INTO agreed_visits VALUES ($1, $2, $3, $4, $5, true)', [
        ids.visitId,
        ids.guestId,
        validFrom,
        validTo,
        accessLevelIds,
      ]);
      return ids;
    });
  }

  end(visitId: string): Promise<void> {
    return this.changeVisit(visitId, 'is_open', false);
  }

  moveEnd(visitId: string, validTo: Date): Promise<void> {
    return this.changeVisit(visitId, 'valid_to', validTo);
  }

  giveLevels(visitId: string, accessLevelIds: readonly string[]): Promise<void> {
    return this.changeVisit(visitId, 'access_level_ids', accessLevelIds);
  }

  /** All visits of one guest are another's. Told to nobody. */
  merge(guestId: string, mergedGuestId: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query('UPDATE agreed_visits SET guest_id = $1 WHERE guest_id = $2', [guestId, mergedGuestId]);
      await tx.query('UPDATE agreed_guests SET revision = revision + 1 WHERE id = $1', [guestId]);
      await tx.query('DELETE FROM agreed_guests WHERE id = $1', [mergedGuestId]);
    });
  }

  putPhoto(guestId: string, face: string | null): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query('UPDATE agreed_guests SET face = $2, revision = revision + 1 WHERE id = $1', [guestId, face]);
    });
  }

  consent(guestId: string, hasConsent: boolean): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query('UPDATE agreed_guests SET has_consent = $2, revision = revision + 1 WHERE id = $1', [
        guestId,
        hasConsent,
      ]);
    });
  }

  override async claimsOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, GuestClaims>> {
    const guests = await tx.query<Omit<GuestClaims, 'visits' | 'revision'> & { revision: string }>(
      `SELECT id AS "guestId", revision, full_name AS "fullName", NULL AS phone, NULL AS email,
         has_consent AS "hasConsent", face AS "faceSha256",
         (SELECT max(valid_to) FROM agreed_visits WHERE guest_id = agreed_guests.id AND NOT is_open) AS "lastVisitEndedAt"
       FROM agreed_guests WHERE id = ANY($1::uuid[])`,
      [guestIds],
    );
    const visits = await tx.query<VisitClaim & { guestId: string }>(
      `SELECT id AS "visitId", guest_id AS "guestId", valid_from AS "validFrom", valid_to AS "validTo",
         access_level_ids AS "accessLevelIds" FROM agreed_visits
       WHERE is_open AND guest_id = ANY($1::uuid[]) ORDER BY valid_from`,
      [guestIds],
    );
    return new Map(
      guests.map((guest) => {
        const own = visits.filter(({ guestId }) => guestId === guest.guestId);
        return [guest.guestId, { ...guest, revision: Number(guest.revision), visits: own }];
      }),
    );
  }

  override async faceOf(tx: Transaction, guestId: string): Promise<{ jpeg: Buffer; sha256: string } | null> {
    const [row] = await tx.query<{ face: string | null }>('SELECT face FROM agreed_guests WHERE id = $1', [guestId]);
    if (row?.face == null) return null;
    if (row.face === UNREADABLE_FACE) throw new RangeError('the picture cannot be read');
    const start = row.face.startsWith(UNUSABLE_FACE) ? Buffer.alloc(2) : JPEG_START;
    return { jpeg: Buffer.concat([start, createHash('sha256').update(row.face).digest()]), sha256: row.face };
  }

  private changeVisit(visitId: string, column: string, value: unknown): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [visit] = await tx.query<{ guest_id: string }>(
        `UPDATE agreed_visits SET ${column} = $2 WHERE id = $1 RETURNING guest_id`,
        [visitId, value],
      );
      await tx.query('UPDATE agreed_guests SET revision = revision + 1 WHERE id = $1', [visit!.guest_id]);
    });
  }
}

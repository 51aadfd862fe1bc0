import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Capture } from './capture-maker.js';

/** A passage of ours as far as its picture goes. */
export interface PicturedPassage {
  readonly id: string;
  readonly serverId: string;
  readonly visitId: string | null;
  /** By our clock. */
  readonly receivedAt: Date;
  /** Where HikCentral has the picture; null: there is none, or it is not to be shown any more. */
  readonly pictureUri: string | null;
}

/** null: HikCentral had none at `askedAt`. */
export interface KeptCapture {
  readonly capture: Capture | null;
  readonly askedAt: Date;
}

interface PassageRow {
  readonly id: string;
  readonly server_id: string;
  readonly visit_id: string | null;
  readonly received_at: Date;
  readonly picture_uri: string | null;
}

interface CaptureRow {
  readonly asked_at: Date;
  readonly sealed: Buffer | null;
  readonly sha256: string | null;
}

/** Pictures of passages that were looked at. Sealed, and bound to their passage. */
@Injectable()
export class CaptureStore {
  constructor(private readonly vault: Vault) {}

  async passage(tx: Transaction, id: string): Promise<PicturedPassage | null> {
    const [row] = await tx.query<PassageRow>(
      'SELECT id, server_id, visit_id, received_at, picture_uri FROM passages WHERE id = $1',
      [id],
    );
    if (row === undefined) return null;
    const { server_id: serverId, visit_id: visitId, received_at: receivedAt, picture_uri: pictureUri } = row;
    return { id: row.id, serverId, visitId, receivedAt, pictureUri };
  }

  /** null: HikCentral was never asked. @throws VAULT.UNREADABLE */
  async find(tx: Transaction, passageId: string): Promise<KeptCapture | null> {
    const [row] = await tx.query<CaptureRow>(
      'SELECT asked_at, sealed, sha256 FROM passage_captures WHERE passage_id = $1',
      [passageId],
    );
    if (row === undefined) return null;
    const { asked_at: askedAt, sealed, sha256 } = row;
    if (sealed === null || sha256 === null) return { capture: null, askedAt };
    return { capture: { jpeg: this.vault.open(sealed, placeOf(passageId)), sha256 }, askedAt };
  }

  /** @returns false when the picture is not to be kept any more: it was erased while it was read */
  async keep(tx: Transaction, passageId: string, capture: Capture | null, askedAt: Date): Promise<boolean> {
    // Whoever erases changes this row first.
    const [passage] = await tx.query<{ received_at: Date }>(
      'SELECT received_at FROM passages WHERE id = $1 AND picture_uri IS NOT NULL FOR SHARE',
      [passageId],
    );
    if (passage === undefined) return false;
    await tx.query(
      `INSERT INTO passage_captures (passage_id, received_at, asked_at, sealed, sha256) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (passage_id) DO UPDATE
         SET asked_at = excluded.asked_at, sealed = excluded.sealed, sha256 = excluded.sha256
         WHERE passage_captures.sealed IS NULL`,
      [
        passageId,
        passage.received_at,
        askedAt,
        capture && this.vault.seal(capture.jpeg, placeOf(passageId)),
        capture?.sha256 ?? null,
      ],
    );
    return true;
  }

  /** Of passages that were stored before, the oldest first. @returns how many, at most `atMost` */
  async forget(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number> {
    const forgotten = await tx.query(
      `DELETE FROM passage_captures WHERE passage_id = ANY (ARRAY(
         SELECT passage_id FROM passage_captures WHERE received_at < $1 ORDER BY received_at LIMIT $2))
       RETURNING 1`,
      [receivedBefore, atMost],
    );
    return forgotten.length;
  }

  /** All of these guests, and none can be read from HikCentral again. */
  async erase(tx: Transaction, guestIds: readonly string[]): Promise<void> {
    const passages = await tx.query<{ id: string }>(
      `UPDATE passages SET picture_uri = NULL
        WHERE guest_id = ANY ($1::uuid[]) AND picture_uri IS NOT NULL RETURNING id`,
      [guestIds],
    );
    // A statement of its own: it sees what was kept while the first one waited.
    await tx.query('DELETE FROM passage_captures WHERE passage_id = ANY ($1::uuid[])', [passages.map(({ id }) => id)]);
  }
}

function placeOf(passageId: string): string {
  return `passage_captures:sealed:${passageId}`;
}

import { type GuestSince } from '../../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { type FaceFailure } from '../domain/door-findings.js';
import { type SeenPassage } from '../domain/incident.js';
import { type DoorSpan } from '../domain/look-spans.js';

/** What incidents are found in. Each method is one statement, whatever their number. */
export abstract class IncidentSources {
  /** One look at a time; the later one sees what the earlier one saw. @returns up to when long stays were looked for */
  abstract takeTurn(tx: Transaction): Promise<Date | null>;
  abstract keepStaysSeenTo(tx: Transaction, seenTo: Date): Promise<void>;
  /** Of each guest, from the last exit that lies `backMs` before the instant on; without one, from a month before. */
  abstract passagesSince(
    tx: Transaction,
    guests: readonly GuestSince[],
    backMs: number,
  ): Promise<readonly SeenPassage[]>;
  /** Of guests and of persons who are not ours. */
  abstract faceFailures(
    tx: Transaction,
    spans: readonly DoorSpan[],
    eventTypes: readonly number[],
  ): Promise<readonly FaceFailure[]>;
  /** Who was let in, or through a door nobody knows the direction of, after `from` and not after `to`. */
  abstract letInBetween(tx: Transaction, from: Date, to: Date): Promise<readonly GuestSince[]>;
}

export class SqlIncidentSources extends IncidentSources {
  override async takeTurn(tx: Transaction): Promise<Date | null> {
    const [row] = await tx.query<{ stays_seen_to: Date | null }>('SELECT stays_seen_to FROM incident_watch FOR UPDATE');
    if (row === undefined) throw new Error('incident_watch has lost its row');
    return row.stays_seen_to;
  }

  override async keepStaysSeenTo(tx: Transaction, seenTo: Date): Promise<void> {
    await tx.query('UPDATE incident_watch SET stays_seen_to = $1', [seenTo]);
  }

  override passagesSince(
    tx: Transaction,
    guests: readonly GuestSince[],
    backMs: number,
  ): Promise<readonly SeenPassage[]> {
    return tx.query<SeenPassage>(
      `SELECT passage.id AS "passageId", passage.server_id AS "serverId", passage.event_id AS "eventId",
              passage.guest_id AS "guestId", passage.door_id AS "doorId", passage.direction, passage.result,
              passage.occurred_at AS "occurredAt"
       FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (guest_id, since)
       LEFT JOIN LATERAL (
         SELECT occurred_at FROM passages
         WHERE guest_id = asked.guest_id AND result = 'granted' AND direction = 'exit' AND occurred_at < asked.since
           AND occurred_at >= asked.since - interval '31 days'
         ORDER BY occurred_at DESC, id DESC LIMIT 1) AS gone ON true
       JOIN passages AS passage ON passage.guest_id = asked.guest_id
         AND passage.occurred_at >= coalesce(gone.occurred_at, asked.since - interval '31 days')`,
      columnsBack(guests, backMs),
    );
  }

  override faceFailures(
    tx: Transaction,
    spans: readonly DoorSpan[],
    eventTypes: readonly number[],
  ): Promise<readonly FaceFailure[]> {
    return tx.query<FaceFailure>(
      `SELECT failure.server_id AS "serverId", failure.door_id AS "doorId", failure.occurred_at AS "occurredAt"
       FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS asked (server_id, door_id, since, until)
       CROSS JOIN LATERAL (
         SELECT server_id, door_id, occurred_at FROM passages
         WHERE door_id = asked.door_id AND server_id = asked.server_id AND result = 'face_mismatch'
           AND occurred_at BETWEEN asked.since AND asked.until
         UNION ALL
         SELECT server_id, door_id, occurred_at FROM foreign_passages
         WHERE server_id = asked.server_id AND door_id = asked.door_id AND event_type = ANY ($5::integer[])
           AND occurred_at BETWEEN asked.since AND asked.until) AS failure`,
      [
        spans.map(({ serverId }) => serverId),
        spans.map(({ doorId }) => doorId),
        spans.map(({ from }) => from),
        spans.map(({ to }) => to),
        eventTypes,
      ],
    );
  }

  override letInBetween(tx: Transaction, from: Date, to: Date): Promise<readonly GuestSince[]> {
    return tx.query<GuestSince>(
      `SELECT guest_id AS "guestId", min(occurred_at) AS since FROM passages
       WHERE occurred_at > $1 AND occurred_at <= $2 AND result = 'granted' AND direction IS DISTINCT FROM 'exit'
       GROUP BY guest_id`,
      [from, to],
    );
  }
}

function columnsBack(guests: readonly GuestSince[], backMs: number): readonly unknown[] {
  return [guests.map(({ guestId }) => guestId), guests.map(({ since }) => new Date(since.getTime() - backMs))];
}

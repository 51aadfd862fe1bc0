import { type GuestSince } from '../../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { columns } from '../../persistence/columns.js';
import { type Finding, type Incident, type IncidentKind, STANDING_STATES } from '../domain/incident.js';
import {
  type GuestMerge,
  type IncidentAtDoor,
  type IncidentFilter,
  type IncidentPlace,
  IncidentRepository,
  type IncidentWord,
} from './incident.repository.js';

const COLUMNS = `incident.id, incident.kind, incident.about, incident.occurred_at AS "occurredAt",
  incident.server_id AS "serverId", incident.door_id AS "doorId", incident.guest_id AS "guestId",
  incident.visit_id AS "visitId", incident.passage_id AS "passageId", incident.state, incident.version,
  incident.raised_at AS "raisedAt", incident.owner_id AS "ownerId", incident.taken_at AS "takenAt",
  incident.closed_at AS "closedAt", incident.closed_by AS "closedBy", incident.close_reason AS "closeReason"`;

const AT_DOOR = `SELECT ${COLUMNS}, door.name AS "doorName" FROM incidents AS incident
  LEFT JOIN doors AS door ON door.server_id = incident.server_id AND door.door_id = incident.door_id`;

const CONDITIONS: Readonly<Record<keyof IncidentFilter, (place: string) => string>> = {
  states: (place) => `incident.state = ANY (${place}::text[])`,
  kind: (place) => `incident.kind = ${place}`,
  visitId: (place) => `incident.visit_id = ${place}`,
  doorId: (place) => `incident.door_id = ${place}`,
  from: (place) => `incident.occurred_at >= ${place}`,
  to: (place) => `incident.occurred_at < ${place}`,
};
const FILTER_NAMES = Object.keys(CONDITIONS) as (keyof IncidentFilter)[];

export class SqlIncidentRepository extends IncidentRepository {
  override raise(
    tx: Transaction,
    findings: readonly Finding[],
    ids: readonly string[],
    raisedAt: Date,
  ): Promise<readonly Incident[]> {
    // In one order, so that two writers of the same findings cannot wait for each other.
    const rows = findings
      .map((finding, index) => ({ ...finding, id: ids[index] ?? null, raisedAt }))
      .sort((one, other) => compareText(keyOf(one), keyOf(other)));
    return tx.query<Incident>(
      `INSERT INTO incidents AS incident (id, kind, about, occurred_at, server_id, door_id, guest_id, visit_id,
                                          passage_id, raised_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[], $7::uuid[],
                            $8::uuid[], $9::uuid[], $10::timestamptz[])
       ON CONFLICT (kind, about) DO UPDATE SET
         state = CASE WHEN incident.owner_id IS NULL THEN 'open' ELSE 'taken' END, closed_at = NULL,
         version = incident.version + 1
       WHERE incident.state = 'withdrawn'
       RETURNING ${COLUMNS}`,
      columns(rows, [
        'id',
        'kind',
        'about',
        'occurredAt',
        'serverId',
        'doorId',
        'guestId',
        'visitId',
        'passageId',
        'raisedAt',
      ]),
    );
  }

  override withdraw(
    tx: Transaction,
    guests: readonly GuestSince[],
    kinds: readonly IncidentKind[],
    found: readonly Finding[],
    at: Date,
  ): Promise<readonly Incident[]> {
    return tx.query<Incident>(
      `UPDATE incidents AS incident SET state = 'withdrawn', closed_at = $1, version = incident.version + 1
       FROM unnest($2::uuid[], $3::timestamptz[]) AS looked_at (guest_id, since)
       WHERE incident.guest_id = looked_at.guest_id AND incident.occurred_at >= looked_at.since
         AND incident.state = ANY ($4::text[]) AND incident.kind = ANY ($5::text[])
         AND NOT EXISTS (SELECT FROM unnest($6::text[], $7::text[]) AS found (kind, about)
                         WHERE found.kind = incident.kind AND found.about = incident.about)
       RETURNING ${COLUMNS}`,
      [at, ...columns(guests, ['guestId', 'since']), STANDING_STATES, kinds, ...columns(found, ['kind', 'about'])],
    );
  }

  override async mergeGuests(tx: Transaction, merges: readonly GuestMerge[]): Promise<void> {
    await tx.query(
      `UPDATE incidents SET guest_id = merged.guest_id
       FROM unnest($1::uuid[], $2::uuid[]) AS merged (guest_id, merged_guest_id)
       WHERE incidents.guest_id = merged.merged_guest_id`,
      columns(merges, ['guestId', 'mergedGuestId']),
    );
  }

  override async find(tx: Transaction, id: string): Promise<IncidentAtDoor | null> {
    const [incident] = await tx.query<IncidentAtDoor>(`${AT_DOOR} WHERE incident.id = $1`, [id]);
    return incident ?? null;
  }

  override async lock(tx: Transaction, id: string): Promise<Incident | null> {
    const [incident] = await tx.query<Incident>(
      `SELECT ${COLUMNS} FROM incidents AS incident WHERE incident.id = $1 FOR UPDATE`,
      [id],
    );
    return incident ?? null;
  }

  override async keep(tx: Transaction, word: IncidentWord): Promise<void> {
    const { id, state, version, ownerId, takenAt, closedAt, closedBy, closeReason } = word;
    await tx.query(
      `UPDATE incidents SET state = $2, version = $3, owner_id = $4, taken_at = $5, closed_at = $6, closed_by = $7,
                            close_reason = $8
       WHERE id = $1`,
      [id, state, version, ownerId, takenAt, closedAt, closedBy, closeReason],
    );
  }

  override page(
    tx: Transaction,
    filter: IncidentFilter,
    after: IncidentPlace | null,
    limit: number,
  ): Promise<readonly IncidentAtDoor[]> {
    const parameters: unknown[] = [];
    const place = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = FILTER_NAMES.flatMap((name) =>
      filter[name] === undefined ? [] : [CONDITIONS[name](place(filter[name]))],
    );
    if (after !== null) {
      conditions.push(`(incident.occurred_at, incident.id) < (${place(after.occurredAt)}, ${place(after.id)})`);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return tx.query<IncidentAtDoor>(
      `${AT_DOOR} ${where} ORDER BY incident.occurred_at DESC, incident.id DESC LIMIT ${place(limit)}`,
      parameters,
    );
  }

  override async countStanding(tx: Transaction): Promise<ReadonlyMap<IncidentKind, number>> {
    const rows = await tx.query<{ kind: IncidentKind; count: number }>(
      'SELECT kind, count(*)::integer AS count FROM incidents WHERE state = ANY ($1::text[]) GROUP BY kind',
      [STANDING_STATES],
    );
    return new Map(rows.map(({ kind, count }) => [kind, count]));
  }

  override async forget(tx: Transaction, closedBefore: Date, atMost: number): Promise<number> {
    const forgotten = await tx.query(
      `DELETE FROM incidents WHERE id = ANY (ARRAY(
         SELECT id FROM incidents WHERE closed_at < $1 ORDER BY closed_at LIMIT $2))
       RETURNING 1`,
      [closedBefore, atMost],
    );
    return forgotten.length;
  }
}

function keyOf({ kind, about }: Finding): string {
  return `${kind}:${about}`;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import { createHash, randomUUID } from 'node:crypto';
import { type Client } from 'pg';
import { type DoorEventRead } from '../../src/modules/hikcentral-gateway/index.js';
import { guestIdOf, SERVER_ID } from './site-rows.js';

/** Rows as columns, ready to be sent. */
interface BarePage {
  readonly passages: readonly unknown[][];
  readonly foreign: readonly unknown[][];
  readonly events: readonly unknown[][];
}

const TABLES = ['passages', 'foreign_passages', 'domain_events'] as const;

/**
 * The same rows into copies of the same tables, with all their indexes and checks, by nothing but `pg`: two or three
 * statements and a commit for each page. What stands between this and the product is the product.
 */
export class BareCopy {
  constructor(private readonly client: Client) {}

  async open(): Promise<void> {
    for (const table of TABLES) {
      await this.client.query(`DROP TABLE IF EXISTS bare_${table}`);
      await this.client.query(`CREATE TABLE bare_${table} (LIKE ${table} INCLUDING ALL)`);
    }
  }

  prepare(page: readonly DoorEventRead[]): BarePage {
    const own = page.filter(({ personCode }) => personCode?.startsWith('VST') === true).map(ownRow);
    const foreign = page.filter(({ personCode }) => personCode?.startsWith('VST') !== true).map(foreignRow);
    return { passages: columns(own), foreign: columns(foreign), events: columns(own.map(eventRow)) };
  }

  async store({ passages, foreign, events }: BarePage): Promise<void> {
    await this.client.query('BEGIN');
    if (passages.length > 0) {
      await this.client.query(
        `INSERT INTO bare_passages SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[],
           $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[], $11::timestamptz[], $12::timestamptz[],
           $13::timestamptz[], $14::text[], $15::text[])`,
        [...passages],
      );
      await this.client.query(
        `INSERT INTO bare_domain_events (epoch, id, name, at, data, visit_ids, cause_kind, cause_ref, trace_id)
         SELECT 1, id, name, at, data, '{}', 'hikcentral', ref, trace FROM unnest($1::uuid[], $2::text[],
           $3::timestamptz[], $4::jsonb[], $5::text[], $6::text[]) AS row (id, name, at, data, ref, trace)`,
        [...events],
      );
    }
    if (foreign.length > 0) {
      await this.client.query(
        `INSERT INTO bare_foreign_passages SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::integer[],
           $5::timestamptz[], $6::timestamptz[])`,
        [...foreign],
      );
    }
    await this.client.query('COMMIT');
  }

  /** @throws Error where the copy does not hold as many rows as the product stored */
  async assertSame(): Promise<void> {
    for (const table of TABLES) {
      const { rows } = await this.client.query<{ same: boolean }>(
        `SELECT (SELECT count(*) FROM ${table}) = (SELECT count(*) FROM bare_${table}) AS same`,
      );
      if (rows[0]?.same !== true) throw new Error(`the product and the copy do not hold the same number of ${table}`);
    }
  }
}

const CALL_ID = randomUUID();
const TRACE_ID = '0'.repeat(32);

function ownRow(event: DoorEventRead): unknown[] {
  const { eventId, personCode, doorId, readerId, result, eventType, occurredAt, recordedAt, pictureUri } = event;
  const guestId = guestIdOf(Number(personCode?.slice(3)));
  const direction = doorId === '1' ? 'entry' : 'exit';
  const place = [doorId, readerId, direction, result, eventType, occurredAt, recordedAt, recordedAt, pictureUri];
  return [randomUUID(), SERVER_ID, eventId, guestId, null, ...place, 'poll'];
}

function eventRow([
  passageId,
  serverId,
  eventId,
  guestId,
  ,
  doorId,
  ,
  direction,
  result,
  ,
  occurredAt,
]: unknown[]): unknown[] {
  const data = { passageId, serverId, eventId, guestId, doorId, direction, result, occurredAt };
  const name = 'monitoring.passage-recorded.v1';
  return [randomUUID(), name, occurredAt, JSON.stringify(data), CALL_ID, TRACE_ID];
}

function foreignRow({ eventId, doorId, eventType, occurredAt }: DoorEventRead): unknown[] {
  const key = createHash('sha256').update(eventId).digest();
  return [SERVER_ID, key, doorId, eventType, occurredAt, occurredAt];
}

function columns(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, index) => rows.map((row) => row[index]));
}

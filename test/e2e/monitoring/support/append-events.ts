import { type DataSource } from 'typeorm';
import { EVENTS_CHANNEL } from '../../../../src/platform/event-log/event-log-writer.js';

/** That many events about one visit at once, told as a transaction of ours tells them. */
export async function appendEvents(dataSource: DataSource, visitId: string, count: number): Promise<void> {
  await dataSource.query(
    `WITH appended AS (
       INSERT INTO domain_events (epoch, id, name, at, data, visit_ids, cause_kind, trace_id)
       SELECT (SELECT max(epoch) FROM event_epochs), gen_random_uuid(), 'visits.visit-changed.v1', current_timestamp,
              jsonb_build_object('visitId', $1::text, 'guestId', $1::text, 'changed', '[]'::jsonb), ARRAY[$1::uuid],
              'system', repeat('0', 32)
       FROM generate_series(1, $2::integer))
     SELECT pg_notify('${EVENTS_CHANNEL}', '')`,
    [visitId, count],
  );
}

/** The id of the newest event. */
export async function headOf(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ id: string }[]>(
    `SELECT (SELECT max(epoch) FROM event_epochs) || '-' || coalesce(max(position), 0) AS id FROM domain_events`,
  );
  return row!.id;
}

import { type DataSource } from 'typeorm';

/** So many guests are inside, each seen by a door; those of an earlier call among them. */
export async function comeIn(dataSource: DataSource, guests: number): Promise<void> {
  const idOf = (table: number): string => `('0197b00${table}-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
  await dataSource.query(
    `INSERT INTO guests (id, full_name, created_at, updated_at)
     SELECT ${idOf(1)}, 'Guest ' || n, now(), now() FROM generate_series(1, $1::integer) n ON CONFLICT DO NOTHING`,
    [guests],
  );
  await dataSource.query(
    `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to, announced_exit_policy,
                         exit_policy, access_level_ids, checked_in_at, access_status, created_at, updated_at)
     SELECT ${idOf(2)}, ${idOf(1)}, 'guest', 'checked_in', 'Host', 'host@example.com', now() - interval '1 h',
            now() + interval '1 h', 'grace', 'grace', ARRAY['1'], now(), 'granted', now(), now()
     FROM generate_series(1, $1::integer) n ON CONFLICT DO NOTHING`,
    [guests],
  );
  await dataSource.query(
    `INSERT INTO passages (id, server_id, event_id, guest_id, visit_id, door_id, direction, result, event_type,
                           occurred_at, recorded_at, received_at, source)
     SELECT ${idOf(3)}, server.id, 'inside-' || n, ${idOf(1)}, ${idOf(2)}, '1', 'entry', 'granted', 196893, now(), now(),
            now(), 'poll'
     FROM generate_series(1, $1::integer) n, (SELECT server_id AS id FROM doors LIMIT 1) AS server
     ON CONFLICT DO NOTHING`,
    [guests],
  );
}

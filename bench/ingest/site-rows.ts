import { type Client } from 'pg';

export const SERVER_ID = '0197a000-0000-7000-8000-000000000001';
const HOUR_MS = 3_600_000;

/** 16 characters, as every person code of ours. */
export const codeOf = (number: number): string => `VST${String(number).padStart(13, '0')}`;
export const guestIdOf = (number: number): string => `00000000-0001-7000-8000-${String(number).padStart(12, '0')}`;

/** Puts guests there, each with a visit that is open now and a person in HikCentral, numbered from 1; others go. */
export async function fillSite(client: Client, openVisits: number, now: Date): Promise<void> {
  const ids = `FROM generate_series(1, $1::int) AS number, LATERAL (SELECT
    ('00000000-0001-7000-8000-' || lpad(number::text, 12, '0'))::uuid AS guest_id,
    ('00000000-0002-7000-8000-' || lpad(number::text, 12, '0'))::uuid AS visit_id,
    'VST' || lpad(number::text, 13, '0') AS code) AS ids`;
  await client.query('TRUNCATE visit_access, cardholders, visits, guests CASCADE');
  await client.query(
    `INSERT INTO guests (id, full_name, created_at, updated_at) SELECT guest_id, 'Guest ' || number, $2, $2 ${ids}`,
    [openVisits, now],
  );
  await client.query(
    `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to, announced_exit_policy,
                         exit_policy, access_level_ids, created_at, updated_at)
     SELECT visit_id, guest_id, 'guest', 'expected', 'Host', 'host@example.com', $3, $4, 'until_end', 'until_end',
            '{1}', $2, $2 ${ids}`,
    [openVisits, now, new Date(now.getTime() - HOUR_MS), new Date(now.getTime() + 8 * HOUR_MS)],
  );
  await client.query(
    `INSERT INTO cardholders (id, guest_id, server_id, person_code, generation, observed_generation, seen_revision,
                              seen_settings, desired, open_visit_ids, observed, status, attempts, wanted_at, created_at,
                              updated_at)
     SELECT gen_random_uuid(), guest_id, $3, code, 1, 1, 1, '', '{}', ARRAY[visit_id], '{}', 'granted', 0, $2, $2, $2
     ${ids}`,
    [openVisits, now, SERVER_ID],
  );
  for (const table of ['guests', 'visits', 'cardholders']) await client.query(`ANALYZE ${table}`);
}

import { type TestVestibule } from '../../../support/vestibule.js';

/** Tables in which a refused request must leave nothing. */
const COUNTED = [
  'domain_events',
  'audit_log',
  'guest_photos',
  'visit_facts',
  'sessions',
  'cardholders',
  'gateway_requests',
];
/** Without what is learnt of a server by speaking to it. */
const SERVERS = `(SELECT string_agg(id || name || base_url || revision || updated_at, ',' ORDER BY id) FROM hikcentral_servers) AS servers`;
const COMPARED = ['visits', 'guests', 'users', 'api_keys'];
/** Monitoring asks this by the clock, whatever anybody sends us. */
const POLLED = '/api/acs/v1/door/events';

/** Everything that a request could have left behind: rows, and calls that reached HikCentral. */
export async function tracesIn({ database, simulator }: TestVestibule): Promise<unknown> {
  const counts = COUNTED.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  const contents = COMPARED.map(
    (table) => `(SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t.id), '')) FROM ${table} t) AS ${table}`,
  );
  const doors = `(SELECT string_agg(door_id || coalesce(direction, '') || readers::text, ',' ORDER BY door_id) FROM doors) AS doors`;
  const rows: unknown = await database.dataSource.query(
    `SELECT ${[...counts, ...contents, doors, SERVERS].join(', ')}`,
  );
  return { rows, calls: simulator.control.arrivals().filter(({ path }) => !path.endsWith(POLLED)).length };
}

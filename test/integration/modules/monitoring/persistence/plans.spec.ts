import { SqlAccessFigures } from '../../../../../src/modules/access-control/application/sql-access-figures.js';
import { SqlDoorRepository } from '../../../../../src/modules/monitoring/persistence/sql-door.repository.js';
import { SqlPassageRepository } from '../../../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { SqlPassagesById } from '../../../../../src/modules/monitoring/persistence/passages-by-id.js';
import { SqlGuestDirectory } from '../../../../../src/modules/visits/persistence/sql-guest-directory.js';
import { SqlVisitBoard } from '../../../../../src/modules/visits/persistence/sql-visit-board.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { askedDuring, planOf } from '../../../../support/plans.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';

/** `npm run bench:plans` asks the same of a million. */
const PASSAGES = Number(process.env['PLANS_PASSAGES'] ?? 60_000);
const VISITS = Math.ceil(PASSAGES / 4);
const OPEN_EACH = 500;
const FILL_PATIENCE_MS = 300_000;

/** A made-up id of the n-th row of a table. */
const idOf = (table: number, n: number): string => `0197a00${table}-0000-7000-8000-${String(n).padStart(12, '0')}`;
const SERVER = idOf(0, 0);

describe(`lists and figures beside ${PASSAGES} passages`, () => {
  let database: TestDatabase;
  let platform: TestPlatform;

  beforeAll(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    await fill();
  }, FILL_PATIENCE_MS);
  afterAll(() => database.close());

  /** One in a thousand refused, a week of them, eight doors; of the visits most are over. */
  async function fill(): Promise<void> {
    const { dataSource } = database;
    const now = platform.clock.now();
    await dataSource.query(
      `INSERT INTO guests (id, full_name, created_at, updated_at)
       SELECT ('0197a001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Guest ' || n, $2, $2
       FROM generate_series(0, $1::integer) n`,
      [VISITS, now],
    );
    await dataSource.query(
      `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to, announced_exit_policy,
                           exit_policy, access_level_ids, checked_in_at, checked_out_at, closed_reason, access_status,
                           created_at, updated_at)
       SELECT ('0197a002-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
              ('0197a001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'guest', status, 'Host', 'host@example.com',
              $2::timestamptz - interval '1 h', $2::timestamptz + interval '1 h', 'first_exit', 'first_exit', ARRAY['1'],
              CASE WHEN status <> 'expected' THEN $2::timestamptz END,
              CASE WHEN status = 'checked_out' THEN $2::timestamptz - interval '2 d' END,
              CASE WHEN status = 'checked_out' THEN 'exit' END, 'granted', $2, $2
       FROM generate_series(0, $1::integer) n,
            LATERAL (SELECT CASE WHEN n < $3 THEN 'expected' WHEN n < 2 * $3 THEN 'checked_in' ELSE 'checked_out' END
                     AS status) AS s`,
      [VISITS, now, OPEN_EACH],
    );
    await dataSource.query(
      `INSERT INTO passages (id, server_id, event_id, guest_id, visit_id, door_id, direction, result, event_type,
                             occurred_at, recorded_at, received_at, source)
       SELECT ('0197a003-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2::uuid, n::text,
              ('0197a001-0000-7000-8000-' || lpad((n / 4)::text, 12, '0'))::uuid,
              ('0197a002-0000-7000-8000-' || lpad((n / 4)::text, 12, '0'))::uuid, (n % 8)::text,
              CASE n % 2 WHEN 0 THEN 'entry' ELSE 'exit' END, CASE n % 1000 WHEN 0 THEN 'denied' ELSE 'granted' END,
              196893, at, at, at, 'poll'
       FROM generate_series(0, $1::integer - 1) n, LATERAL (SELECT $3::timestamptz - n * interval '0.6 s' AS at) AS t`,
      [PASSAGES, SERVER, now],
    );
    for (const table of ['guests', 'visits', 'passages']) await dataSource.query(`ANALYZE ${table}`);
  }

  const passages = new SqlPassageRepository();
  const after = () => ({ occurredAt: new Date(platform.clock.now().getTime() - 3_600_000), id: idOf(3, 6_000) });
  const someVisits = Array.from({ length: 100 }, (_, n) => idOf(2, n * 7));

  const reads: readonly (readonly [string, (tx: Transaction) => Promise<unknown>])[] = [
    ['the newest passages', (tx) => passages.page(tx, {}, null, 51)],
    ['a page further down', (tx) => passages.page(tx, {}, after(), 51)],
    ['of a visit', (tx) => passages.page(tx, { visitId: idOf(2, 77) }, null, 51)],
    ['at a door', (tx) => passages.page(tx, { doorId: '3' }, after(), 51)],
    ['of a direction', (tx) => passages.page(tx, { direction: 'exit' }, null, 51)],
    ['refused', (tx) => passages.page(tx, { result: 'denied' }, after(), 51)],
    ['of an hour', (tx) => passages.page(tx, { from: after().occurredAt, to: platform.clock.now() }, null, 51)],
    ['by id', (tx) => new SqlPassagesById().find(tx, [idOf(3, 1), idOf(3, 2), idOf(3, 3)])],
    ['the last of many visits', (tx) => passages.lastGrantedOfVisits(tx, someVisits)],
    ['who is inside', (tx) => new SqlGuestDirectory().onSite(tx, platform.clock.now())],
    ['visits by id', (tx) => new SqlVisitBoard().visitsById(tx, someVisits)],
    ['counts of visits', (tx) => new SqlVisitBoard().counts(tx, platform.clock.now())],
  ];

  it.each(reads)('%s: one query, over indexes', async (_what, read) => {
    const asked = await askedDuring(() => platform.unitOfWork.read(read));
    expect(asked).toHaveLength(1);
    const { scanned, indexes } = await planOf(database.dataSource, asked[0]!);
    // Of guests all are read where so many are asked for: they are few beside their passages.
    expect(scanned.filter((table) => table !== 'guests')).toEqual([]);
    expect(indexes).not.toEqual([]);
  });

  it('the map of the perimeter: one query, of doors and nothing else', async () => {
    const asked = await askedDuring(() => platform.unitOfWork.read((tx) => new SqlDoorRepository().page(tx, null, 51)));
    expect(asked).toHaveLength(1);
    const { scanned } = await planOf(database.dataSource, asked[0]!);
    expect(scanned).toEqual(['doors']);
  });

  it('figures of visits agree with the muster list', async () => {
    const now = platform.clock.now();
    const inside = await platform.unitOfWork.read((tx) => new SqlGuestDirectory().onSite(tx, now));
    const counts = await platform.unitOfWork.read((tx) => new SqlVisitBoard().counts(tx, now));
    expect(counts).toEqual({ expected: OPEN_EACH, onSite: inside.length, overstaying: 0 });
    const later = new Date(now.getTime() + 2 * 3_600_000);
    const then = await platform.unitOfWork.read((tx) => new SqlVisitBoard().counts(tx, later));
    expect(then.overstaying).toBe(OPEN_EACH);
  });

  it('figures of access cost the same queries whatever there is', async () => {
    const asked = await askedDuring(() =>
      platform.unitOfWork.read((tx) => new SqlAccessFigures().counts(tx, platform.clock.now())),
    );
    expect(asked).toHaveLength(2);
  });
});

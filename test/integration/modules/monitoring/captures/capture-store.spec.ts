import { SILHOUETTE } from '../../../../../simulator/employees.js';
import { CaptureStore } from '../../../../../src/modules/monitoring/captures/capture-store.js';
import { EraseCapturesWhenPhotoRemoved } from '../../../../../src/modules/monitoring/captures/erase-captures-when-photo-removed.listener.js';
import { ForgetCaptures } from '../../../../../src/modules/monitoring/captures/forget-captures.js';
import { SqlPassageRepository } from '../../../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';

const DAY_MS = 24 * 3_600_000;
const SERVER = '0190a0a0-0000-7000-8000-0000000000aa';
const CAPTURE = { jpeg: SILHOUETTE, sha256: '0'.repeat(64) };
const idOf = (number: number): string => `0190a0a0-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** With what the hour does, without the hour. */
class Sweep extends ForgetCaptures {
  run(tx: Transaction, now: Date): Promise<void> {
    return this.forget(tx, now);
  }
}

describe('kept captures', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let store: CaptureStore;
  let now: Date;

  beforeAll(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    store = new CaptureStore(platform.vault);
    now = platform.clock.now();
  });
  beforeEach(() => database.dataSource.query('TRUNCATE passages CASCADE'));
  afterAll(() => database.close());

  const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => platform.unitOfWork.run(work);
  const kept = async (): Promise<string[]> => {
    const rows = await database.dataSource.query<{ id: string }[]>(
      'SELECT passage_id AS id FROM passage_captures ORDER BY passage_id',
    );
    return rows.map(({ id }) => id);
  };

  async function pass(number: number, { daysAgo = 0, guest = 1 } = {}): Promise<string> {
    const at = new Date(now.getTime() - daysAgo * DAY_MS);
    const id = idOf(number);
    await write((tx) =>
      new SqlPassageRepository().add(tx, [
        {
          id,
          serverId: SERVER,
          eventId: `e${number}`,
          guestId: idOf(1_000 + guest),
          visitId: null,
          doorId: '1',
          readerId: null,
          direction: null,
          result: 'granted',
          eventType: 196_893,
          occurredAt: at,
          recordedAt: at,
          receivedAt: at,
          pictureUri: `Vsm://event/e${number}`,
          source: 'poll',
        },
      ]),
    );
    return id;
  }

  async function keep(number: number, about = {}): Promise<string> {
    const id = await pass(number, about);
    await write((tx) => store.keep(tx, id, CAPTURE, now));
    return id;
  }

  it('are read back, unreadable at rest, and open in no other row', async () => {
    const [id, other] = [await keep(1), await keep(2)];
    expect(await write((tx) => store.find(tx, id))).toEqual({ capture: CAPTURE, askedAt: now });
    const [row] = await database.dataSource.query<{ sealed: Buffer }[]>(
      'SELECT sealed FROM passage_captures WHERE passage_id = $1',
      [id],
    );
    expect(row!.sealed.includes(SILHOUETTE.subarray(0, 2))).toBe(false);
    await database.dataSource.query('UPDATE passage_captures SET sealed = $1 WHERE passage_id = $2', [
      row!.sealed,
      other,
    ]);
    await expect(write((tx) => store.find(tx, other))).rejects.toMatchObject({ code: 'VAULT.UNREADABLE' });
  });

  it('remember that there was none, until there is one', async () => {
    const id = await pass(1);
    await write((tx) => store.keep(tx, id, null, now));
    expect(await write((tx) => store.find(tx, id))).toEqual({ capture: null, askedAt: now });
    await write((tx) => store.keep(tx, id, CAPTURE, now));
    await write((tx) => store.keep(tx, id, null, now));
    expect((await write((tx) => store.find(tx, id)))?.capture).toEqual(CAPTURE);
  });

  it('are forgotten by a time of their own, counted from the passage', async () => {
    await keep(1, { daysAgo: 31 });
    const young = await keep(2, { daysAgo: 29 });
    const { unitOfWork, clock } = platform;
    const sweep = new Sweep(store, someSettings(), unitOfWork, clock, new TestLogger());
    await write((tx) => sweep.run(tx, now));
    expect(await kept()).toEqual([young]);
  });

  it('go with their passage', async () => {
    await keep(1, { daysAgo: 400 });
    const young = await keep(2);
    await write((tx) => new SqlPassageRepository().forget(tx, new Date(now.getTime() - 365 * DAY_MS), 10));
    expect(await kept()).toEqual([young]);
  });

  it('go with the face of their guest, for good', async () => {
    const gone = await keep(1);
    const others = await keep(2, { guest: 2 });
    const erase = new EraseCapturesWhenPhotoRemoved(store);
    const data = { visitId: idOf(9), guestId: idOf(1_001) };
    await write((tx) => erase.consume(tx, [{ data } as Parameters<typeof erase.consume>[1][number]]));
    expect(await kept()).toEqual([others]);
    expect(await write((tx) => store.keep(tx, gone, CAPTURE, now))).toBe(false);
    expect(await kept()).toEqual([others]);
    expect((await write((tx) => store.passage(tx, gone)))?.pictureUri).toBeNull();
  });
});

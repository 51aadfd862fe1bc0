import {
  GatewayError,
  GatewayRequests,
  HikCentralNotAskedError,
  HikCentralOutcomeUnknownError,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { DoorOpeningKeeper } from '../../../../../src/modules/monitoring/door-control/door-opening-keeper.js';
import { DoorOpenings } from '../../../../../src/modules/monitoring/door-control/door-openings.js';
import { EndDoorOpening } from '../../../../../src/modules/monitoring/door-control/end-door-opening.js';
import { type Transaction } from '../../../../../src/platform/database/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';

const SERVER = '0190a0a0-0000-7000-8000-0000000000aa';
const MINUTE_MS = 60_000;
const idOf = (number: number): string => `0190a0a0-0000-7000-8000-${String(number).padStart(12, '0')}`;

type Recalled = ReturnType<GatewayRequests['recall']>;

/** What the lease holder left behind, by request. */
class LeftRequests extends GatewayRequests {
  readonly endings = new Map<string, () => Recalled>();

  override ask(): Promise<never> {
    return Promise.reject(new Error('nobody asks here'));
  }

  override recall(requestId: string): Promise<never> {
    return this.endings.get(requestId)!() as Promise<never>;
  }
}

describe('openings whose end nobody wrote down', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let requests: LeftRequests;
  let keeper: DoorOpeningKeeper;
  const openings = new DoorOpenings();

  beforeAll(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    const { unitOfWork, clock, random } = platform;
    requests = new LeftRequests();
    const end = new EndDoorOpening(openings, clock);
    keeper = new DoorOpeningKeeper(
      someSettings(),
      unitOfWork,
      requests,
      openings,
      end,
      clock,
      random,
      new TestLogger(),
    );
  });
  afterAll(() => database.close());

  const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => platform.unitOfWork.run(work);
  const rows = <T>(sql: string): Promise<T[]> => database.dataSource.query<T[]>(sql);

  function ask(number: number, minutesAgo: number): Promise<void> {
    return write((tx) =>
      openings.add(tx, {
        id: idOf(number),
        serverId: SERVER,
        doorId: String(number),
        askedBy: { kind: 'user', id: 'guard' },
        askedAt: new Date(platform.clock.now().getTime() - minutesAgo * MINUTE_MS),
      }),
    );
  }

  it('are ended with what the request came to, once, and told of when a door may be open', async () => {
    const answer = { doorId: '1', result: 'done', vendorCode: null, errorCode: null } as const;
    const ended: [number, () => Recalled][] = [
      [1, () => Promise.resolve({ value: [answer], answeredAt: new Date(), clockOffsetSeconds: null })],
      [2, () => Promise.reject(new GatewayError('GATEWAY.DEVICE_UNREACHABLE', 'off'))],
      [3, () => Promise.reject(new HikCentralNotAskedError(false))],
      [4, () => Promise.reject(new HikCentralOutcomeUnknownError())],
    ];
    for (const [number, ending] of ended) {
      await ask(number, 6);
      requests.endings.set(idOf(number), ending);
    }
    await ask(5, 4);
    await keeper.run();
    await keeper.run();
    expect(await rows('SELECT door_id, outcome FROM door_openings ORDER BY door_id')).toEqual([
      { door_id: '1', outcome: 'opened' },
      { door_id: '2', outcome: 'failed' },
      { door_id: '3', outcome: 'not_asked' },
      { door_id: '4', outcome: 'unknown' },
      { door_id: '5', outcome: null },
    ]);
    expect(await rows('SELECT entity_id, action, detail FROM audit_log ORDER BY seq')).toMatchObject([
      { entity_id: '1', action: 'doors.open-ended', detail: { outcome: 'opened', openingId: idOf(1) } },
      { entity_id: '2', action: 'doors.open-ended', detail: { outcome: 'failed', code: 'DOOR_UNREACHABLE' } },
      { entity_id: '3', action: 'doors.open-ended', detail: { outcome: 'not_asked' } },
      { entity_id: '4', action: 'doors.open-ended', detail: { outcome: 'unknown' } },
    ]);
    expect(await rows('SELECT name, data, cause_kind, cause_ref FROM domain_events ORDER BY position')).toMatchObject([
      {
        name: 'monitoring.door-opened.v1',
        data: { doorId: '1', isCertain: true },
        cause_kind: 'user',
        cause_ref: 'guard',
      },
      {
        name: 'monitoring.door-opened.v1',
        data: { doorId: '4', isCertain: false },
        cause_kind: 'user',
        cause_ref: 'guard',
      },
    ]);
  });

  it('are forgotten with the passages, once they have an end', async () => {
    await platform.clock.advance(366 * 24 * 60 * MINUTE_MS);
    requests.endings.set(idOf(5), () => Promise.reject(new HikCentralOutcomeUnknownError()));
    await write((tx) => openings.forget(tx, platform.clock.now()));
    expect(await rows('SELECT door_id FROM door_openings')).toEqual([{ door_id: '5' }]);
    await keeper.run();
    expect(await rows('SELECT door_id FROM door_openings')).toEqual([]);
  });
});

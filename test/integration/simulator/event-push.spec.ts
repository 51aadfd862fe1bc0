import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualTime, type Simulator, type SimulatorOptions } from '../../../simulator/index.js';
import { eventually, Partner, send, startSite } from './partner.js';
import { Receiver } from './receiver.js';

const SERVICE = '/api/eventService/v1';
const SUBSCRIBE = `${SERVICE}/eventSubscriptionByEventTypes`;
const UNSUBSCRIBE = `${SERVICE}/eventUnSubscriptionByEventTypes`;
const VIEW = `${SERVICE}/eventSubscriptionView`;
const FACE = 196893;
const STRANGER = 197151;
const DAY_MS = 24 * 3_600_000;

describe('event subscriptions', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeAll(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterAll(() => simulator.close());

  const DRAFT = { eventTypes: [FACE], eventDest: 'http://127.0.0.1:9/push', token: 'abc', passBack: 1 };

  it.each<readonly [string | number, object]>([
    ['0x00072001', { eventTypes: undefined }],
    ['0x00072001', { eventTypes: [] }],
    ['0x00072001', { eventDest: '' }],
    ['0x00072002', { eventTypes: Array.from({ length: 257 }, (_, index) => index) }],
    ['0x00072002', { eventDest: `http://127.0.0.1/${'x'.repeat(1024)}` }],
    ['0x00072002', { passBack: 2 }],
    ['0x00072003', { eventTypes: '196893' }],
    ['0x00072003', { eventTypes: ['196893'] }],
    ['0x00072003', { eventDest: 'nowhere' }],
    ['0x00072003', { eventDest: 'ftp://127.0.0.1/' }],
    ['0x00072003', { token: 'a\r\nb' }],
    [2, { eventDest: 'http://192.0.2.1/push' }],
    [2, { eventDest: 'http://example.org/push' }],
    [2, { eventDest: 'http://127.0.0.1.example.org/push' }],
  ])('are refused with %j, and nothing is subscribed (%#)', async (code, changes) => {
    expect((await partner.call(SUBSCRIBE, { ...DRAFT, ...changes })).code).toBe(code);
    expect(await partner.call(VIEW)).toEqual({ code: 0, msg: 'Success', data: '' });
  });

  it('of a user are merged, shown with blanks around the destination, and are the user’s own', async () => {
    const site = await startSite({ otherPartners: [{ appKey: '77777777', appSecret: 'another0secret000001' }] });
    try {
      const call = async (path: string, body: object = {}) => site.partner.call(path, body);
      expect((await call(SUBSCRIBE, DRAFT)).code).toBe(0);
      expect((await call(SUBSCRIBE, { ...DRAFT, eventTypes: [STRANGER, FACE], passBack: 0 })).code).toBe(0);
      const detail = [{ eventTypes: [FACE, STRANGER], eventDest: ' http://127.0.0.1:9/push ', passBack: 0 }];
      expect((await call(VIEW)).data).toEqual({ detail });
      const other = { appKey: '77777777', appSecret: 'another0secret000001' };
      expect((await site.partner.call(VIEW, {}, other)).data).toBe('');
      await site.partner.call(UNSUBSCRIBE, { eventTypes: [FACE] }, other);
      expect((await call(VIEW)).data).toEqual({ detail });
      expect((await call(UNSUBSCRIBE, { eventTypes: [FACE, 1] })).code).toBe(0);
      expect((await call(VIEW)).data).toMatchObject({ detail: [{ eventTypes: [STRANGER] }] });
      await call(UNSUBSCRIBE, { eventTypes: [STRANGER] });
      expect((await call(VIEW)).data).toBe('');
      expect((await call(UNSUBSCRIBE)).code).toBe('0x00072001');
      expect(site.simulator.control.foreignChanges()).toEqual([]);
    } finally {
      await site.simulator.close();
    }
  });
});

describe('the push of events', () => {
  let receiver: Receiver;
  let folder: string | undefined;
  let time: ManualTime;
  let simulator: Simulator;

  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    time = new ManualTime(new Date());
    ({ simulator } = await startSite({ clock: time, scheduler: time, ...options }));
  };
  const subscribe = async (changes: object = {}): Promise<void> => {
    const draft = { eventTypes: [FACE, STRANGER], eventDest: receiver.url, token: 'abc', passBack: 1, ...changes };
    const partner = new Partner(simulator);
    const answer = await partner.call(SUBSCRIBE, draft, { timestampMs: time.now().getTime() });
    expect(answer.code).toBe(0);
  };
  const walk = (): string => String(simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' }).eventId);
  const outcomes = (): string[] => simulator.push.deliveries.all().map(({ outcome }) => outcome);
  const untilOutcomes = (count: number): Promise<void> => eventually(() => outcomes().length === count);

  beforeEach(async () => {
    receiver = await Receiver.start();
  });

  afterEach(async () => {
    await simulator.close();
    await receiver.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
    folder = undefined;
  });

  it('says who, where and when, under the token, at once', async () => {
    await start();
    await subscribe();
    const eventId = walk();
    await untilOutcomes(1);
    const [push] = receiver.pushes;
    expect(push?.headers).toMatchObject({ token: 'abc', 'content-type': 'application/json;charset=UTF-8' });
    const time5 = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+05:00$/) as unknown;
    expect(push?.body).toEqual({
      method: 'OnEventNotify',
      params: {
        ability: 'event_acs',
        sendTime: time5,
        events: [
          {
            eventId,
            eventType: FACE,
            srcType: 'door',
            srcIndex: '1',
            srcName: 'Main entrance',
            status: 0,
            happenTime: time5,
            data: {
              personId: '1',
              personCode: 'E00001',
              cardNo: '',
              checkInAndOutType: 0,
              picUri: `Vsm://event/${eventId}`,
              readerIndexCode: '1',
              readerName: 'Reader 1 in',
              temperatureData: '',
              temperatureStatus: -1,
              wearMaskStatus: -1,
            },
          },
        ],
      },
    });
    expect(simulator.push.deliveries.all()).toMatchObject([
      { outcome: 'delivered', httpStatus: 200, eventIds: [eventId], eventDest: receiver.url },
    ]);
  });

  it('tells of subscribed types only', async () => {
    await start();
    await subscribe({ eventTypes: [STRANGER] });
    walk();
    const { eventId } = simulator.control.walk({ unknownFace: true, readerIndexCode: '1' });
    await untilOutcomes(1);
    expect(receiver.eventIds()).toEqual([eventId]);
  });

  it('tries again what was refused, several at once, after 5 and after 10 seconds', async () => {
    await start();
    await subscribe();
    receiver.httpStatus = 500;
    const ids = [walk(), walk()];
    await untilOutcomes(2);
    time.advance(4999);
    expect(outcomes()).toEqual(['refused', 'refused']);
    time.advance(1);
    await untilOutcomes(3);
    receiver.httpStatus = 204;
    time.advance(9999);
    expect(outcomes()).toHaveLength(3);
    time.advance(1);
    await untilOutcomes(4);
    expect(outcomes().at(-1)).toBe('delivered');
    expect(receiver.pushes.at(-1)?.body.params.events.map(({ eventId }) => eventId)).toEqual(ids);
    time.advance(600_000);
    expect(outcomes()).toHaveLength(4);
  });

  it('drops what could not be delivered without pass-back', async () => {
    await start();
    await subscribe({ passBack: 0 });
    receiver.httpStatus = 503;
    walk();
    await untilOutcomes(1);
    receiver.httpStatus = 200;
    time.advance(600_000);
    expect(outcomes()).toEqual(['refused']);
  });

  it('waits five seconds for an answer, and knows who is not there', async () => {
    await start();
    receiver.httpStatus = null;
    await subscribe({ passBack: 0 });
    walk();
    await eventually(() => receiver.pushes.length === 1);
    time.advance(4999);
    expect(outcomes()).toEqual([]);
    time.advance(1);
    await untilOutcomes(1);
    await receiver.close();
    walk();
    await untilOutcomes(2);
    expect(outcomes()).toEqual(['timeout', 'unreachable']);
  });

  it('keeps 500 events, the newest, for one day', async () => {
    await start();
    await subscribe();
    simulator.push.faults.set({ delayMs: 10 });
    const ids = Array.from({ length: 502 }, walk);
    expect(simulator.push.deliveries.all().map(({ outcome, eventIds }) => [outcome, ...eventIds])).toEqual([
      ['dropped', ids[0]],
      ['dropped', ids[1]],
    ]);
    receiver.httpStatus = 500;
    simulator.push.faults.set({});
    time.advance(10);
    await untilOutcomes(504);
    receiver.httpStatus = 200;
    const before = receiver.pushes.length;
    // Nobody tries while the clock jumps a day ahead, so the first try afterwards finds them too old.
    simulator.control.setServerClockOffset(DAY_MS + 1000);
    time.advance(5000);
    await untilOutcomes(505);
    expect(simulator.push.deliveries.all().at(-1)).toMatchObject({ outcome: 'dropped', eventIds: ids.slice(2) });
    expect(receiver.pushes).toHaveLength(before);
  }, 60_000);

  it('stops when the subscription ends, also with what was kept', async () => {
    await start();
    await subscribe();
    receiver.httpStatus = 500;
    walk();
    await untilOutcomes(1);
    const partner = new Partner(simulator);
    await partner.call(UNSUBSCRIBE, { eventTypes: [FACE, STRANGER] }, { timestampMs: time.now().getTime() });
    time.advance(600_000);
    walk();
    expect(outcomes()).toEqual(['refused']);
  });

  it('survives a restart with what was kept', async () => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const stateFile = join(folder, 'world.json');
    await start({ stateFile });
    await subscribe();
    receiver.httpStatus = 500;
    const eventId = walk();
    await untilOutcomes(1);
    await simulator.close();
    receiver.httpStatus = 200;
    await start({ stateFile });
    time.advance(5000);
    await untilOutcomes(1);
    expect(outcomes()).toEqual(['delivered']);
    expect(receiver.eventIds()).toEqual([eventId, eventId]);
  });

  it('loses, doubles, delays and shuffles when told to', async () => {
    await start();
    await subscribe();
    simulator.push.faults.set({ lossRate: 1 });
    walk();
    expect(outcomes()).toEqual(['lost']);
    expect(receiver.pushes).toEqual([]);

    simulator.push.faults.set({ duplicateRate: 1 });
    const doubled = walk();
    await untilOutcomes(3);
    expect(receiver.eventIds()).toEqual([doubled, doubled]);

    simulator.push.faults.set({ delayMs: 700 });
    walk();
    time.advance(699);
    expect(outcomes()).toHaveLength(3);
    time.advance(1);
    await untilOutcomes(4);

    simulator.push.faults.set({ shuffle: true });
    receiver.pushes.length = 0;
    const ids = Array.from({ length: 10 }, walk);
    for (let waitedMs = 0; waitedMs < 500; waitedMs += 1) {
      time.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await untilOutcomes(14);
    expect([...receiver.eventIds()].sort()).toEqual([...ids].sort());
    expect(receiver.eventIds()).not.toEqual(ids);
    expect(() => simulator.push.faults.set({ lossRate: 2 })).toThrow(RangeError);
  });

  it('is troubled by the verb `pushes`, and in the history', async () => {
    await start();
    await subscribe();
    const trouble = async (body: object): Promise<void> => {
      const bytes = Buffer.from(JSON.stringify(body));
      const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
      expect((await send(`${simulator.baseUrl}/control/pushes`, 'POST', headers, bytes)).status).toBe(204);
    };
    await trouble({ lossRate: 1 });
    const lost = walk();
    await trouble({});
    const delivered = walk();
    await untilOutcomes(2);
    const deliveries = [...simulator.control.historyLines()]
      .map((line) => JSON.parse(line) as { what: string; delivery?: object })
      .flatMap(({ delivery = [] }) => delivery);
    expect(deliveries).toEqual([
      { eventDest: receiver.url, eventIds: [lost], isDelivered: false, httpStatus: null },
      { eventDest: receiver.url, eventIds: [delivered], isDelivered: true, httpStatus: 200 },
    ]);
  });
});

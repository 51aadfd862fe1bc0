import {
  type CallOutcome,
  type Lane,
  listAccessLevels,
  listDoors,
  listPersons,
  type Operation,
  readDoorEvents,
  readPersonApplication,
  readVersion,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { CapabilityProbe } from '../../../../../src/modules/hikcentral-gateway/session/capability-probe.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const DAY_MS = 24 * 3_600_000;
const WINDOW = { from: new Date('2026-06-10T08:00:00Z'), to: new Date('2026-06-10T09:00:00Z'), pageNo: 1 };

type Answers = Record<string, unknown>;
const EMPTY = { total: 0, list: [] };
const NO_DOORS = { ElementDetailList: { ElementDetail: [] } };
const person = (levels: object) => ({ personId: '1', personCode: 'V1', ...levels });
const UNSUPPORTED = Symbol('code 8');
const WRONG_PARAMETER = Symbol('code 2');
const TOO_LONG = Symbol('code 0x00072004');

const CODES: ReadonlyMap<unknown, string> = new Map([
  [UNSUPPORTED, '8'],
  [WRONG_PARAMETER, '2'],
  [TOO_LONG, '0x00072004'],
]);

/** Answers each call with the data that is named for it; a symbol: with that code. */
function answering(answers: Answers, virtual = new VirtualSession(LIMITS)): VirtualSession {
  virtual.treat = ({ name }) => {
    const data = name in answers ? answers[name] : name === 'read-person-application' ? NO_DOORS : EMPTY;
    const code = CODES.get(data) ?? '0';
    const body = Buffer.from(JSON.stringify({ code, data: code === '0' ? data : null }));
    return { uplinkMs: 0, answerMs: 10, answer: { body } };
  };
  return virtual;
}

async function call(virtual: VirtualSession, operation: Operation<unknown>): Promise<CallOutcome<unknown>> {
  const outcome = virtual.session.call('passages', () => Promise.resolve(operation));
  await virtual.advance(100, 10);
  return outcome;
}

function probing(virtual: VirtualSession): void {
  void new CapabilityProbe(virtual.clock).run(virtual.session);
}

const version = (softVersion: string) => ({ 'read-version': { produceName: 'HikCentral Professional', softVersion } });
const names = ({ arrivals }: VirtualSession): string[] => arrivals.map(({ operation }) => operation);

describe('what a session knows of its server', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('is assumed from 3.x before anything was said, and from the version then', async () => {
    const virtual = answering({ ...version('V2.3.1.0'), 'read-door-events': WRONG_PARAMETER });
    expect(virtual.session.capabilities()).toMatchObject({
      version: null,
      probedAt: null,
      readsEventTypesTogether: true,
      showsAccessLevels: true,
      levelsNameDoors: true,
      readsPersonApplication: true,
    });
    probing(virtual);
    await virtual.advance(20, 10);
    expect(virtual.session.capabilities()).toMatchObject({
      product: 'HikCentral Professional',
      version: 'V2.3.1.0',
      readsEventTypesTogether: false,
      showsAccessLevels: false,
      levelsNameDoors: false,
      readsPersonApplication: false,
    });
    await virtual.close();
  });

  it('is learned from ordinary answers, and a contrary one overturns what was learned wrong', async () => {
    const virtual = new VirtualSession(LIMITS);
    const can = () => virtual.session.capabilities();
    answering({ 'list-persons': { total: 1, list: [person({})] } }, virtual);
    await call(virtual, listPersons({ pageNo: 1 }));
    expect(can().showsAccessLevels).toBe(false);
    answering({ 'list-persons': { total: 1, list: [person({ accessLevelList: [] })] } }, virtual);
    await call(virtual, listPersons({ pageNo: 1 }));
    expect(can().showsAccessLevels).toBe(true);
    // One person without is one who has none; a hundred are a server that does not say.
    answering({ 'list-persons': { total: 1, list: [person({})] } }, virtual);
    await call(virtual, listPersons({ pageNo: 1 }));
    expect(can().showsAccessLevels).toBe(true);
    answering({ 'list-persons': { total: 100, list: Array.from({ length: 100 }, () => person({})) } }, virtual);
    await call(virtual, listPersons({ pageNo: 1 }));
    expect(can().showsAccessLevels).toBe(false);
    await virtual.close();
  });

  it.each([
    ['levelsNameDoors', listAccessLevels(1), { total: 1, list: [{ privilegeGroupId: '3' }] }, false],
    ['readsPersonApplication', readPersonApplication('1'), UNSUPPORTED, false],
    ['readsEventTypesTogether', readDoorEvents(WINDOW), WRONG_PARAMETER, false],
    // A wrong parameter of another kind: it was asked for one type already.
    ['readsEventTypesTogether', readDoorEvents({ ...WINDOW, eventTypes: [196893] }), WRONG_PARAMETER, true],
  ] as const)('hears about %s', async (capability, operation, answer, expected) => {
    const virtual = answering({ [operation.name]: answer });
    await call(virtual, operation);
    expect(virtual.session.capabilities()[capability]).toBe(expected);
    await virtual.close();
  });

  it('costs one call at the lease, in front of sweep and behind what is urgent, and asks for the rest last of all', async () => {
    const virtual = answering(
      version('V3.1.0.0'),
      new VirtualSession({ limit: 3, revokeReserve: 2, windowMs: 60_000 }),
    );
    probing(virtual);
    const lanes: Lane[] = ['clean-up', 'sweep', 'passages', 'provision'];
    for (const lane of lanes) virtual.ask(lane, 1);
    void virtual.session.call('revoke', () => Promise.resolve(readPersonApplication('1')));
    await virtual.advance(9 * 60_000 + 2_000, 1_000);
    const order = [...virtual.ledger.rows.values()].map(({ lane, operation }) => `${lane} ${operation}`);
    expect(order.filter((row) => !row.startsWith('revoke'))).toEqual([
      'provision list-doors',
      'passages list-doors',
      'sweep read-version',
      'sweep list-doors',
      'clean-up list-doors',
      'clean-up read-door-events',
      'clean-up list-persons',
      'clean-up list-access-levels',
      'clean-up read-event-subscriptions',
    ]);
    await virtual.close();
  });

  it('is not asked for what ordinary answers told meanwhile', async () => {
    const virtual = answering({
      ...version('V3.1.0.0'),
      'list-persons': { total: 1, list: [person({ accessLevelList: [] })] },
      'list-access-levels': { total: 1, PrivilegeGroupInfo: [{ privilegeGroupId: '3', ElementList: [] }] },
      'read-deletion-rule': { enable: 1 },
    });
    await call(virtual, listPersons({ pageNo: 1 }));
    await call(virtual, listAccessLevels(1));
    await call(virtual, readDoorEvents(WINDOW));
    const before = virtual.arrivals.length;
    probing(virtual);
    await virtual.advance(2 * 60_000, 1_000);
    expect(names(virtual).slice(before)).toEqual([
      'read-version',
      'read-person-application',
      'read-event-subscriptions',
      'read-deletion-rule',
    ]);
    expect(virtual.session.capabilities().asksPasswordToDelete).toBe(true);
    await virtual.close();
  });

  it('is known at once to the next holder, which asks for the version only, and for nothing before a day', async () => {
    const first = answering({ ...version('V2.6.1.0'), 'read-person-application': UNSUPPORTED });
    probing(first);
    await first.advance(2 * 60_000, 1_000);
    const told = first.session.capabilities();
    expect(told).toMatchObject({ version: 'V2.6.1.0', readsPersonApplication: false });
    expect(told.probedAt).not.toBeNull();
    await call(first, listDoors(1));
    const second = await first.succeed();
    expect(second.session.capabilities()).toEqual(told);
    const before = second.arrivals.length;
    probing(second);
    await second.advance(DAY_MS / 2, 60_000);
    expect(names(second).slice(before)).toEqual(['read-version']);
    await second.advance(DAY_MS, 60_000);
    expect(
      names(second)
        .slice(before)
        .filter((name) => name === 'read-version'),
    ).toHaveLength(2);
    await second.close();
    await first.close();
  });

  it('is found out anew when the version changes, with one line in the log', async () => {
    const virtual = answering({ ...version('V2.6.1.0'), 'read-door-events': WRONG_PARAMETER });
    probing(virtual);
    await virtual.advance(2 * 60_000, 1_000);
    expect(virtual.session.capabilities().readsEventTypesTogether).toBe(false);
    const rule = { 'read-deletion-rule': { enable: 0 } };
    const second = answering({ ...version('V3.1.0.0'), ...rule }, await virtual.succeed());
    const before = second.arrivals.length;
    probing(second);
    await second.advance(2 * 60_000, 1_000);
    expect(second.session.capabilities()).toMatchObject({ version: 'V3.1.0.0', readsEventTypesTogether: true });
    expect(names(second).slice(before)).toContain('read-door-events');
    expect(second.logger.lines).toEqual([
      {
        level: 'info',
        event: 'hikcentral version changed',
        fields: { serverId: 'server', from: 'V2.6.1.0', to: 'V3.1.0.0' },
      },
    ]);
    await second.close();
    await virtual.close();
  });

  it('asks for shorter pages after an answer that was too long, the next holder too, and for whole ones of another version', async () => {
    const virtual = answering(
      { ...version('V2.6.1.0'), 'list-doors': TOO_LONG },
      new VirtualSession({ ...LIMITS, limit: 100 }),
    );
    const size = () => virtual.session.capabilities().pageSize;
    await call(virtual, readVersion());
    expect(size()).toBe(500);
    // Two that were on their way together say the same.
    await Promise.all([call(virtual, listDoors(1)), call(virtual, listDoors(2))]);
    expect(size()).toBe(250);
    await call(virtual, listDoors(1, 250));
    expect(size()).toBe(125);
    // What is longer than was asked for lately tells nothing new.
    await call(virtual, listDoors(1, 500));
    expect(size()).toBe(125);
    for (const asked of [125, 62, 31, 20, 20]) await call(virtual, listDoors(1, asked));
    expect(size()).toBe(20);
    const second = await virtual.succeed();
    expect(second.session.capabilities().pageSize).toBe(20);
    answering(version('V3.1.0.0'), second);
    await call(second, readVersion());
    expect(second.session.capabilities().pageSize).toBe(500);
    await second.close();
    await virtual.close();
  });

  it('holds no text of a server that is no version, and gives Prometheus few labels whatever it says', async () => {
    const virtual = answering(version('V3.1.0.0'), new VirtualSession({ ...LIMITS, limit: 100 }));
    probing(virtual);
    await virtual.advance(1_000, 100);
    for (const said of ['<script>', 'V3.1.0.0\nforged line', 'V3.1.9', 'x'.repeat(500), 'V99999999']) {
      answering(version(said), virtual);
      virtual.ask('revoke', 1);
      await virtual.advance(500, 100);
    }
    expect(virtual.session.capabilities().version).toBe('V99999999');
    const metrics = await virtual.registry.metrics();
    expect(metrics).toContain('hikcentral_server_info{server="server",version="unknown"} 1');
    expect(metrics).toContain('hikcentral_capability{server="server",capability="showsAccessLevels"} ');
    expect(JSON.stringify(virtual.logger.lines)).not.toMatch(/script|forged|xxx/);
    await virtual.close();
  });
});

import { listDoors, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import {
  fakeBottleneckTimers,
  realTimers,
  type Treatment,
  VirtualSession,
} from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const answering = (code: string, httpStatus = 200): Treatment => ({
  uplinkMs: 0,
  answerMs: 0,
  answer: {
    httpStatus,
    body: Buffer.from(JSON.stringify({ code, data: { softVersion: 'V3.1.0.0', total: 0, list: [] } })),
  },
});
const BROKEN: Treatment = { uplinkMs: 0, answerMs: 0, answer: { httpStatus: 503, body: Buffer.from('<html>') } };
const SILENT: Treatment = { uplinkMs: 0, answerMs: 0, answer: null };
const WELL = answering('0');

/** Five failures; the clock stands where the last of them was answered. */
async function opened(): Promise<VirtualSession> {
  const virtual = new VirtualSession(LIMITS);
  virtual.treat = () => BROKEN;
  virtual.ask('provision', 5);
  await virtual.advance(100, 10);
  expect(virtual.session.view.isBreakerOpen()).toBe(true);
  expect(virtual.arrivals).toHaveLength(5);
  return virtual;
}

describe('a server that fails', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('is asked after 15 s and then every 30, by the version call when no revocation waits, and nothing else leaves', async () => {
    const virtual = await opened();
    for (const lane of ['provision-soon', 'provision', 'passages', 'sweep', 'clean-up'] as const) virtual.ask(lane, 3);
    await virtual.advance(110_000, 100);
    const probes = virtual.arrivals.slice(5);
    expect(probes.map(({ operation }) => operation)).toEqual(Array<string>(4).fill('read-version'));
    const gaps = probes.map(({ atMs }, index) => Math.round((atMs - (probes[index - 1]?.atMs ?? 0)) / 1_000));
    expect(gaps).toEqual([15, 30, 30, 30]);
    await virtual.close();
  });

  it('is asked by the oldest revocation, and then by the next, while no version call is spent', async () => {
    const virtual = await opened();
    const chosen: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      void virtual.session.call('revoke', () => {
        chosen.push(name);
        return Promise.resolve(listDoors(1));
      });
      await virtual.advance(10, 10);
    }
    await virtual.advance(80_000, 100);
    expect(chosen).toEqual(['first', 'second', 'third']);
    expect(virtual.arrivals.slice(5).map(({ operation }) => operation)).toEqual(Array<string>(3).fill('list-doors'));
    await virtual.close();
  });

  it('makes a revocation that comes during a version call wait for its end, and no longer when that is answered', async () => {
    const virtual = await opened();
    virtual.treat = () => ({ ...WELL, answerMs: 9_000 });
    await virtual.advance(16_000, 100);
    expect(virtual.arrivals).toHaveLength(6);
    const revoked = virtual.session.call('revoke', () => Promise.resolve(listDoors(1)));
    await virtual.advance(7_500, 100);
    expect(virtual.arrivals).toHaveLength(6);
    await virtual.advance(1_000, 100);
    expect(virtual.arrivals.at(-1)).toMatchObject({ operation: 'list-doors' });
    await virtual.advance(10_000, 100);
    expect((await revoked).kind).toBe('done');
    await virtual.close();
  });

  it('asks with that revocation next when the version call is not answered', async () => {
    const virtual = await opened();
    virtual.treat = () => SILENT;
    await virtual.advance(16_000, 100);
    expect(virtual.arrivals).toHaveLength(6);
    virtual.treat = () => WELL;
    virtual.ask('revoke', 1);
    void virtual.session.call('revoke', () => Promise.resolve(listDoors(1)));
    // 15 s to the deadline of the version call, 30 s to the next question.
    await virtual.advance(43_500, 100);
    expect(virtual.arrivals).toHaveLength(6);
    await virtual.advance(1_000, 100);
    expect(virtual.arrivals).toHaveLength(8);
    await virtual.close();
  });

  it('passes a question on when the revocation that should have asked is done with', async () => {
    const virtual = await opened();
    virtual.treat = () => WELL;
    const idle = virtual.session.call('revoke', () => Promise.resolve(null));
    await virtual.advance(16_000, 100);
    expect((await idle).kind).toBe('idle');
    expect(virtual.arrivals.slice(5).map(({ operation }) => operation)).toEqual(['read-version']);
    expect(virtual.session.isPaused()).toBe(false);
    await virtual.close();
  });

  it('is not one whose doors fail: what blames a device opens nothing', async () => {
    const virtual = new VirtualSession(LIMITS);
    // Offline, occupied, connecting to it failed.
    const codes = ['129', '133', '129', '133', '129', '133'];
    virtual.treat = () => answering(codes[virtual.arrivals.length % codes.length]!);
    for (let count = 0; count < 8; count += 1) {
      const call = virtual.session.call('revoke', () => Promise.resolve(readVersion()));
      await virtual.advance(100, 10);
      expect(await call).toMatchObject({ error: { blames: 'subject' } });
    }
    expect(virtual.arrivals).toHaveLength(8);
    expect(virtual.session.isPaused()).toBe(false);
    await virtual.close();
  });

  it('is not one that is busy with what one call is about', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => answering('6');
    const aboutItsSubject = { ...listDoors(1), readRefusal: () => ({ code: 'GATEWAY.BUSY' as const, context: {} }) };
    for (let count = 0; count < 8; count += 1) {
      const call = virtual.session.call('revoke', () => Promise.resolve(aboutItsSubject));
      await virtual.advance(100, 10);
      expect(await call).toMatchObject({ error: { code: 'GATEWAY.BUSY', blames: 'subject' } });
    }
    expect(virtual.session.isPaused()).toBe(false);
    await virtual.close();
  });

  it.each([
    ['an outage', BROKEN, 5],
    ['a refusal for too many calls', { ...answering('0x02401009', 429) }, 1],
  ])('goes on one call at a time after %s, revocation at once', async (_name, trouble, count) => {
    const virtual = new VirtualSession({ ...LIMITS, limit: 120 });
    virtual.treat = () => trouble;
    virtual.ask('provision', count);
    await virtual.advance(100, 10);
    virtual.treat = () => WELL;
    virtual.ask('provision', 12);
    virtual.ask('revoke', 4);
    const before = virtual.arrivals.length;
    await virtual.advance(90_000, 50);
    const after = virtual.arrivals.slice(before);
    const general = after.filter(({ operation }) => operation === 'list-doors').map(({ atMs }) => atMs);
    const taking = after.filter(({ operation }) => operation === 'read-version').map(({ atMs }) => atMs);
    expect(general).toHaveLength(12);
    expect(Math.max(...taking) - Math.min(...taking)).toBeLessThanOrEqual(200);
    const gaps = general.slice(1, 8).map((atMs, index) => atMs - general[index]!);
    expect(gaps.filter((gapMs) => gapMs > 0).length).toBeGreaterThanOrEqual(5);
    expect(new Set(gaps).size).toBeGreaterThan(3);
    await virtual.close();
  });
});

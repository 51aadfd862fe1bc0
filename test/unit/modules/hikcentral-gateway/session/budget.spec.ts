import fc from 'fast-check';
import { LANES, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import {
  fakeBottleneckTimers,
  fullestWindow,
  realTimers,
  VirtualSession,
} from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const HOUR_MS = 3_600_000;
const send = () => Promise.resolve(readVersion());

describe('the budget of a session', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('is kept in every window, whatever is asked and however HikCentral answers', async () => {
    const burst = fc.record({
      lane: fc.constantFrom(...LANES),
      count: fc.integer({ min: 1, max: 15 }),
      pauseMs: fc.integer({ min: 0, max: 40_000 }),
      // Somebody sets the wall clock: the ledger's instants mean nothing for a while.
      jumpMs: fc.constantFrom(0, 0, 0, HOUR_MS, -HOUR_MS),
    });
    const treatment = fc.record({
      uplinkMs: fc.integer({ min: 0, max: 6_000 }),
      answerMs: fc.integer({ min: 0, max: 6_000 }),
      isAnswered: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
      isLost: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { minLength: 1, maxLength: 8 }),
        fc.array(treatment, { minLength: 1, maxLength: 10 }),
        async (bursts, treatments) => {
          const virtual = new VirtualSession(LIMITS);
          let calls = 0;
          virtual.treat = () => {
            const { isAnswered, ...times } = treatments[calls++ % treatments.length]!;
            return { ...times, answer: isAnswered ? {} : null };
          };
          for (const { lane, count, pauseMs, jumpMs } of bursts) {
            virtual.clock.setWallClock(new Date(virtual.clock.now().getTime() + jumpMs));
            virtual.ask(lane, count);
            await virtual.advance(pauseMs, 500);
          }
          await virtual.advance(90_000, 500);
          await virtual.close();
          expect(fullestWindow(virtual.arrivals, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit);
          const general = virtual.arrivals.filter(({ operation }) => operation === 'list-doors');
          expect(fullestWindow(general, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit - LIMITS.revokeReserve);
          expect(virtual.ledger.rows.size).toBeGreaterThanOrEqual(virtual.arrivals.length);
        },
      ),
      { numRuns: 20 },
    );
  }, 120_000);

  it.each([
    ['provision', 8],
    ['revoke', 10],
  ] as const)(
    'is used to 95 %% and more by a backlog of %s',
    async (lane, share) => {
      const virtual = new VirtualSession(LIMITS);
      virtual.treat = () => ({ uplinkMs: 100, answerMs: 200, answer: {} });
      virtual.ask(lane, 200);
      const windows = 10;
      await virtual.advance(windows * LIMITS.windowMs);
      expect(virtual.arrivals.length).toBeGreaterThanOrEqual(0.95 * share * windows);
      await virtual.close();
    },
    60_000,
  );

  it('keeps the reserve for a revocation that comes late, and a place in flight beside calls that hang', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    virtual.ask('provision', 20);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(7);
    virtual.ask('revoke', 1);
    await virtual.advance(100);
    expect(virtual.arrivals).toHaveLength(8);
    await virtual.close();
  });

  it.each([
    ['a call without an answer for a window after its deadline', null, 14_000],
    ['a slow call for a window after its answer', {}, 14_000],
  ])('counts %s, also when the wall clock jumps', async (_name, answer, answerMs) => {
    const virtual = new VirtualSession({ limit: 1, revokeReserve: 0, windowMs: 60_000 });
    virtual.treat = () => ({ uplinkMs: answerMs - 100, answerMs: 100, answer });
    virtual.ask('revoke', 1);
    await virtual.advance(16_000);
    virtual.clock.setWallClock(new Date(virtual.clock.now().getTime() + HOUR_MS));
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
    virtual.ask('revoke', 1);
    await virtual.advance(70_000);
    const [first, second] = virtual.arrivals;
    expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(60_000);
    await virtual.close();
  });

  it('asks who is most urgent when a slot is free, and not before', async () => {
    const virtual = new VirtualSession({ ...LIMITS, limit: 3 });
    const order: string[] = [];
    const choose = (name: string) => () => {
      order.push(name);
      return Promise.resolve(readVersion());
    };
    void virtual.session.call('sweep', choose('sweep'));
    await virtual.advance(100);
    void virtual.session.call('clean-up', choose('clean-up'));
    void virtual.session.call('provision', choose('provision'));
    await virtual.advance(30_000, 1_000);
    expect(order).toEqual(['sweep']);
    void virtual.session.call('provision-soon', choose('provision-soon'));
    await virtual.advance(4 * 60_000, 1_000);
    expect(order).toEqual(['sweep', 'provision-soon', 'provision', 'clean-up']);
    await virtual.close();
  });

  it('gives the slot back when there was nothing to do after all', async () => {
    const virtual = new VirtualSession(LIMITS);
    const idle = Array.from({ length: 30 }, () => virtual.session.call('provision', () => Promise.resolve(null)));
    await virtual.advance(1_000);
    expect((await Promise.all(idle)).every(({ kind }) => kind === 'idle')).toBe(true);
    expect(virtual.session.view.slotsUsed()).toBe(0);
    virtual.ask('provision', 8);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(8);
    await virtual.close();
  });

  it('fails one caller whose choice fails, and nobody else', async () => {
    const virtual = new VirtualSession(LIMITS);
    const broken = virtual.session.call('provision', () => Promise.reject(new Error('no such cardholder')));
    const seen = expect(broken).rejects.toThrow('no such cardholder');
    const fine = virtual.session.call('provision', send);
    await virtual.advance(100);
    await seen;
    expect((await fine).kind).toBe('done');
    expect(virtual.session.view.slotsUsed()).toBe(1);
    await virtual.close();
  });
});

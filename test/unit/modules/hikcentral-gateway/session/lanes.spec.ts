import { type Lane, LANES, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const HOUR_MS = 3_600_000;

function lanesOf({ ledger }: VirtualSession): Lane[] {
  return [...ledger.rows.values()].map(({ lane }) => lane);
}

function countsOf(virtual: VirtualSession): Readonly<Partial<Record<Lane, number>>> {
  const lanes = lanesOf(virtual);
  return Object.fromEntries(LANES.map((lane) => [lane, lanes.filter((each) => each === lane).length]));
}

describe('a backlog of provisioning', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('lets passages have a call in 5 minutes, sweep in 15, clean-up in 60, and uses the rest', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ask('provision', 1_100);
    for (const lane of ['passages', 'sweep', 'clean-up'] as const) virtual.ask(lane, 40);
    // A little more, since what is due waits for the next slot, a window at most.
    await virtual.advance(2 * HOUR_MS + 2 * LIMITS.windowMs, 1_000);
    const { passages, sweep, provision, 'clean-up': cleanUp } = countsOf(virtual);
    // The floor counts from the last call, and each waits for a slot: a little less often than the clock strikes.
    expect(passages).toBeGreaterThanOrEqual(20);
    expect(passages).toBeLessThanOrEqual(24);
    expect(sweep).toBeGreaterThanOrEqual(7);
    expect(sweep).toBeLessThanOrEqual(8);
    expect(cleanUp).toBeGreaterThanOrEqual(1);
    expect(cleanUp).toBeLessThanOrEqual(2);
    expect(passages! + sweep! + cleanUp! + provision!).toBeGreaterThanOrEqual(0.95 * 8 * 121);
    await virtual.close();
  }, 60_000);

  it('is no shorter for a lane that asks for nothing', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ask('provision', 200);
    await virtual.advance(20 * LIMITS.windowMs, 1_000);
    expect(countsOf(virtual)).toMatchObject({ passages: 0, sweep: 0, 'clean-up': 0 });
    expect(countsOf(virtual).provision).toBeGreaterThanOrEqual(0.95 * 8 * 20);
    await virtual.close();
  });

  it('holds up no revocation while the reserve has a slot, whatever floor is due', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ask('provision', 400);
    for (const lane of ['passages', 'sweep', 'clean-up'] as const) virtual.ask(lane, 10);
    for (let minutes = 0; minutes < 70; minutes += 7) {
      await virtual.advance(7 * LIMITS.windowMs, 1_000);
      const askedAtMs = virtual.clock.monotonicMs();
      const revoked = virtual.session.call('revoke', () => Promise.resolve(readVersion()));
      await virtual.advance(200, 10);
      expect((await revoked).kind).toBe('done');
      expect(virtual.arrivals.at(-1)).toMatchObject({ operation: 'read-version' });
      expect(virtual.arrivals.at(-1)!.atMs - askedAtMs).toBeLessThanOrEqual(100);
    }
    await virtual.close();
  }, 60_000);
});

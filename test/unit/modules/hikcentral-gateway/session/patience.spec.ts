import { readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const send = () => Promise.resolve(readVersion());

describe('a session that is told to wait', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it.each([
    ['by status', { httpStatus: 429, retryAfter: '20', body: Buffer.from('{"code":"0x02401009"}') }, 20_000],
    ['by code alone', { httpStatus: 200, body: Buffer.from('{"code":"0x02401009"}') }, 60_000],
  ])('sends nothing, not even a revocation: %s', async (_name, answer, waitMs) => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer });
    const refused = virtual.session.call('provision', send);
    await virtual.advance(100);
    expect(await refused).toMatchObject({ kind: 'refused', error: { code: 'GATEWAY.RATE_LIMITED' } });
    expect(virtual.session.isPaused()).toBe(true);
    expect(virtual.ledger.remembered.pause?.reason).toBe('rate-limited');
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
    virtual.ask('revoke', 1);
    await virtual.advance(waitMs - 200);
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.advance(waitMs * 0.25 + 1_000);
    expect(virtual.arrivals).toHaveLength(2);
    expect(virtual.session.isPaused()).toBe(false);
    expect(virtual.ledger.remembered.pause).toBeNull();
    await virtual.close();
  });

  it('goes on obeying a 429 that an earlier holder was given', async () => {
    const virtual = new VirtualSession(LIMITS);
    const until = new Date(virtual.clock.now().getTime() + 10_000);
    virtual.ledger.remembered = { ...virtual.ledger.remembered, pause: { until, reason: 'rate-limited' } };
    await virtual.session.open();
    virtual.ask('revoke', 1);
    await virtual.advance(9_900);
    expect(virtual.arrivals).toHaveLength(0);
    expect(virtual.session.nextSlotAt('revoke')).toEqual(until);
    await virtual.advance(200);
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.close();
  });

  it('leaves a server alone that fails, asks with the oldest revocation, and goes on when it answers', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { httpStatus: 503, body: Buffer.from('<html>') } });
    virtual.ask('provision', 8);
    await virtual.advance(1_000);
    const before = virtual.arrivals.length;
    expect(virtual.session.view.isBreakerOpen()).toBe(true);
    expect(before).toBeLessThanOrEqual(8);
    const chosen: string[] = [];
    const revoke = virtual.session.call('revoke', () => {
      chosen.push('revoke');
      return Promise.resolve(readVersion());
    });
    await virtual.advance(13_500);
    expect(virtual.arrivals).toHaveLength(before);
    await virtual.advance(1_000);
    expect(chosen).toEqual(['revoke']);
    expect((await revoke).kind).toBe('unknown');
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
    await virtual.advance(28_000);
    expect(virtual.arrivals).toHaveLength(before + 1);
    await virtual.advance(3_000);
    expect(virtual.session.isPaused()).toBe(false);
    const events = virtual.logger.lines.map(({ event }) => event);
    expect(events.filter((event) => event !== 'hikcentral call failed')).toEqual([
      'hikcentral is left alone until it answers',
      'hikcentral is back',
    ]);
    await virtual.close();
  });

  it('asks one question at a time', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { httpStatus: 503, body: Buffer.from('<html>') } });
    virtual.ask('provision', 5);
    await virtual.advance(1_000);
    const before = virtual.arrivals.length;
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    virtual.ask('revoke', 3);
    await virtual.advance(28_000);
    expect(virtual.arrivals).toHaveLength(before + 1);
    await virtual.close();
  });

  it('stops at once when our key is refused, with one alarm, and asks every 30 seconds', async () => {
    const virtual = new VirtualSession(LIMITS);
    const answer = { httpStatus: 401, body: Buffer.from('{"code":"0x02401003","msg":"secret"}') };
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer });
    virtual.ask('provision', 1);
    await virtual.advance(95_000, 500);
    expect(virtual.arrivals).toHaveLength(4);
    expect(virtual.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(JSON.stringify(virtual.logger.lines)).not.toContain('secret');
    await virtual.close();
  });
});

import { listDoors } from '../../../../../src/modules/hikcentral-gateway/index.js';
import {
  fakeBottleneckTimers,
  realTimers,
  type Treatment,
  VirtualSession,
} from '../../../../support/virtual-session.js';

const LIMITS = { limit: 100, revokeReserve: 2, windowMs: 60_000 };
const saying = (body: string, httpStatus = 200): Treatment => ({
  uplinkMs: 1,
  answerMs: 1,
  answer: { httpStatus, body: Buffer.from(body) },
});
const GOOD = saying('{"code":"0","data":{"softVersion":"V3.1.0.0","total":0,"list":[]}}');
/** Each is one failed call; none opens the breaker, since a good one follows. */
const BAD: readonly Treatment[] = [
  saying('{"code":"128","msg":"Asa Ost, 5551234"}'),
  saying('{"code":"131"}'),
  saying('{"code":"2"}'),
  saying('{"code":"5"}'),
  saying('<html>Asa Ost</html>', 503),
  saying('not json at all'),
  { uplinkMs: 1, answerMs: 1, answer: null },
  { uplinkMs: 1, answerMs: 1, answer: {}, isLost: true },
];

describe('a run of good calls and bad ones', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('has one line for each call that failed, and none for a good one', async () => {
    const virtual = new VirtualSession(LIMITS);
    for (const bad of BAD) {
      for (const treatment of [GOOD, bad, GOOD]) {
        virtual.treat = () => treatment;
        // A write is not tried twice when it is lost.
        const write = { ...listDoors(1), effect: 'once' as const };
        void virtual.session.call('revoke', () => Promise.resolve(write));
        await virtual.advance(16_000, 500);
      }
    }
    const rows = [...virtual.ledger.rows.values()];
    const failed = rows.filter(({ outcome }) => outcome !== 'done');
    expect(rows).toHaveLength(3 * BAD.length);
    expect(failed).toHaveLength(BAD.length);
    expect(virtual.logger.lines.map(({ event }) => event)).toEqual(
      Array<string>(BAD.length).fill('hikcentral call failed'),
    );
    expect(JSON.stringify(virtual.logger.lines)).not.toMatch(/Asa|555|html|msg/);
    await virtual.close();
  });

  it('has one line for each turn: an outage, its end, a halt', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => saying('{"code":"5"}');
    virtual.ask('revoke', 5);
    await virtual.advance(1_000);
    virtual.treat = () => GOOD;
    await virtual.advance(16_000);
    virtual.treat = () => saying('{"code":"0x02401009"}', 429);
    virtual.ask('revoke', 1);
    await virtual.advance(1_000);
    const turns = virtual.logger.lines.map(({ event }) => event).filter((event) => event !== 'hikcentral call failed');
    expect(turns).toEqual([
      'hikcentral is left alone until it answers',
      'hikcentral is back',
      'hikcentral asks for patience',
    ]);
    const metrics = await virtual.registry.metrics();
    expect(metrics).toContain('hikcentral_breaker_opens_total{server="server",cause="outage"} 1');
    expect(metrics).toContain('hikcentral_halts_total{server="server"} 1');
    await virtual.close();
  });

  it('tells Prometheus what is used, kept, allowed and waited for', async () => {
    const virtual = new VirtualSession({ limit: 3, revokeReserve: 2, windowMs: 60_000 });
    virtual.treat = () => GOOD;
    virtual.ask('provision', 2);
    await virtual.advance(30_000);
    const early = await virtual.registry.metrics();
    expect(early).toContain('hikcentral_slots_used{server="server"} 1');
    expect(early).toContain('hikcentral_slots_reserved{server="server"} 2');
    expect(early).toContain('hikcentral_limit_configured{server="server"} 3');
    expect(early).toContain('hikcentral_limit_effective{server="server"} 3');
    expect(early).toContain('hikcentral_wait_seconds_count{lane="provision"} 1');
    await virtual.advance(60_000);
    const late = await virtual.registry.metrics();
    expect(late).toContain('hikcentral_wait_seconds_bucket{le="60",lane="provision"} 1');
    expect(late).toContain('hikcentral_wait_seconds_bucket{le="300",lane="provision"} 2');
    await virtual.close();
    expect(await virtual.registry.metrics()).not.toContain('hikcentral_slots_used{');
  });
});

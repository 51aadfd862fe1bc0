import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };

describe('a session with a HikCentral whose clock differs', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('says so to Prometheus and to the other processes, until it is mended', async () => {
    const virtual = new VirtualSession(LIMITS);
    const answerDated = async (aheadMs: number): Promise<void> => {
      const date = new Date(virtual.clock.now().getTime() + aheadMs).toUTCString();
      virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { date } });
      virtual.ask('revoke', 1);
      await virtual.advance(100);
    };
    await answerDated(60_000);
    expect(virtual.ledger.remembered.clock?.isOff).toBe(true);
    expect(await virtual.registry.metrics()).toMatch(/hikcentral_clock_offset_seconds\{server="server"\} (59|60)/);
    await answerDated(0);
    expect(virtual.ledger.remembered.clock?.isOff).toBe(false);
    await virtual.close();
  });
});

import { jest } from '@jest/globals';
import { readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const send = () => Promise.resolve(readVersion());

describe('a session that ends', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('tells everybody who waits that nothing was sent, and leaves no timer behind', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ask('provision', 8);
    await virtual.advance(100);
    const late = virtual.session.call('provision', send);
    await virtual.advance(100);
    virtual.loss.abort();
    expect(await late).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.NOT_SENT' } });
    expect(await virtual.session.call('revoke', send)).toMatchObject({ kind: 'not-sent', callId: null });
    await virtual.close();
    expect(virtual.clock.pendingTimers).toBe(0);
    expect(virtual.arrivals).toHaveLength(8);
  });

  it('tells the one, too, whose booking finds the window full after the end', async () => {
    const virtual = new VirtualSession(LIMITS);
    // As the ledger of a window that somebody else has filled.
    jest.spyOn(virtual.ledger, 'windowUse').mockImplementation(() => {
      virtual.loss.abort();
      return Promise.resolve({ all: 10, general: 8, nextFreeAt: new Date(virtual.clock.now().getTime() + 60_000) });
    });
    let outcome: string | null = null;
    void virtual.session.call('provision', send).then(({ kind }) => (outcome = kind));
    await virtual.advance(100);
    expect(outcome).toBe('not-sent');
    await virtual.close();
    expect(virtual.clock.pendingTimers).toBe(0);
  });

  it('sends nothing once a newer epoch exists', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ledger.newestEpoch = 2;
    const call = virtual.session.call('revoke', send);
    await virtual.advance(100);
    expect((await call).kind).toBe('not-sent');
    expect(virtual.session.signal.aborted).toBe(true);
    expect(virtual.arrivals).toHaveLength(0);
    await virtual.close();
  });

  it('hands its window on: the next holder counts its calls and gives nothing while they may still arrive', async () => {
    const first = new VirtualSession(LIMITS);
    first.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    first.ask('provision', 8);
    await first.advance(1_000);
    first.loss.abort();
    const second = new VirtualSession(LIMITS, { ledger: first.ledger });
    await second.clock.advance(1_000);
    const opening = second.session.open();
    await second.advance(0);
    await opening;
    expect(second.session.view.slotsUsed()).toBe(7);
    second.ask('provision', 5);
    second.ask('revoke', 1);
    await second.advance(13_900);
    expect(second.arrivals).toHaveLength(1);
    await second.advance(500);
    expect(second.arrivals).toHaveLength(2);
    await second.close();
    await first.advance(20_000);
    await first.close();
  });
});

import { readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const send = () => Promise.resolve(readVersion());

describe('a read that is lost on a kept connection', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  /** The first call is lost, the next ones are not. */
  function losingFirst(limits = LIMITS): VirtualSession {
    const virtual = new VirtualSession(limits);
    virtual.treat = () => ({ uplinkMs: 10, answerMs: 10, answer: {}, isLost: virtual.arrivals.length === 0 });
    return virtual;
  }
  const rows = ({ ledger }: VirtualSession) => [...ledger.rows.values()].map(({ lane, outcome }) => [lane, outcome]);

  it('is tried once more, with a row and a slot of its own, and answers under the id that its caller knows', async () => {
    const virtual = losingFirst();
    let callId = '';
    const call = virtual.session.call('revoke', (_tx, id) => {
      callId = id;
      return Promise.resolve(readVersion());
    });
    await virtual.advance(1_000, 10);
    expect(await call).toMatchObject({ kind: 'done', callId });
    expect(rows(virtual)).toEqual([
      ['revoke', 'unknown'],
      ['revoke', 'done'],
    ]);
    expect(virtual.arrivals).toHaveLength(2);
    expect(virtual.session.view.slotsUsed()).toBe(2);
    await virtual.close();
  });

  it('is left alone when no slot is free for it', async () => {
    const virtual = losingFirst({ limit: 1, revokeReserve: 0, windowMs: 60_000 });
    const call = virtual.session.call('passages', send);
    await virtual.advance(1_000, 10);
    expect(await call).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.UNREACHABLE' } });
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.close();
  });

  it('goes before nobody who waits', async () => {
    const virtual = losingFirst({ limit: 2, revokeReserve: 1, windowMs: 60_000 });
    const read = virtual.session.call('passages', send);
    await virtual.advance(20, 10);
    virtual.ask('provision', 1);
    await virtual.advance(1_000, 10);
    expect((await read).kind).toBe('unknown');
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.close();
  });

  it.each([
    ['the lease is lost', (virtual: VirtualSession) => virtual.loss.abort()],
    ['a newer epoch exists', (virtual: VirtualSession) => (virtual.ledger.newestEpoch = 2)],
  ])('is not tried again when %s', async (_name, happens) => {
    const virtual = losingFirst();
    const call = virtual.session.call('passages', send);
    await virtual.advance(10, 10);
    happens(virtual);
    await virtual.advance(1_000, 10);
    expect((await call).kind).toBe('unknown');
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.close();
  });

  it('opens no breaker: that an idle connection was closed says nothing about the server', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 1, answerMs: 1, answer: {}, isLost: virtual.arrivals.length % 2 === 0 });
    for (let count = 0; count < 5; count += 1) {
      virtual.ask('revoke', 1);
      await virtual.advance(500, 10);
    }
    expect(virtual.arrivals).toHaveLength(10);
    expect(virtual.session.isPaused()).toBe(false);
    await virtual.close();
  });
});

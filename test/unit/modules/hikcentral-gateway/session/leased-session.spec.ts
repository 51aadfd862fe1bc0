import fc from 'fast-check';
import {
  type Lane,
  LANES,
  listDoors,
  type Operation,
  readVersion,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const HOUR_MS = 3_600_000;
const send = () => Promise.resolve(readVersion());

/** Revocation asks for the version and everybody else for the doors, so that HikCentral can tell them apart. */
function ask(virtual: VirtualSession, lane: Lane, count: number): void {
  const operation: Operation<unknown> = lane === 'revoke' ? readVersion() : listDoors(1);
  for (let index = 0; index < count; index += 1) void virtual.session.call(lane, () => Promise.resolve(operation));
}

/** The most arrivals in any window, its older end excluded. */
function fullestWindow(arrivals: readonly { readonly atMs: number }[], windowMs: number): number {
  const times = arrivals.map(({ atMs }) => atMs).sort((a, b) => a - b);
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - windowMs).length));
}

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
            ask(virtual, lane, count);
            await virtual.advance(pauseMs, 500);
          }
          await virtual.advance(90_000, 500);
          await closed(virtual);
          expect(fullestWindow(virtual.arrivals, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit);
          const general = virtual.arrivals.filter(({ operation }) => operation === 'list-doors');
          expect(fullestWindow(general, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit - LIMITS.revokeReserve);
          expect(virtual.ledger.rows.size).toBeGreaterThanOrEqual(virtual.arrivals.length);
        },
      ),
      { numRuns: 40 },
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
      ask(virtual, lane, 200);
      const windows = 10;
      await virtual.advance(windows * LIMITS.windowMs);
      expect(virtual.arrivals.length).toBeGreaterThanOrEqual(0.95 * share * windows);
      await closed(virtual);
    },
    60_000,
  );

  it('keeps the reserve for a revocation that comes late, and a place in flight beside calls that hang', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    ask(virtual, 'provision', 20);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(7);
    ask(virtual, 'revoke', 1);
    await virtual.advance(100);
    expect(virtual.arrivals).toHaveLength(8);
    await closed(virtual);
  });

  it.each([
    ['a call without an answer for a window after its deadline', null, 14_000],
    ['a slow call for a window after its answer', {}, 14_000],
  ])('counts %s, also when the wall clock jumps', async (_name, answer, answerMs) => {
    const virtual = new VirtualSession({ limit: 1, revokeReserve: 0, windowMs: 60_000 });
    virtual.treat = () => ({ uplinkMs: answerMs - 100, answerMs: 100, answer });
    ask(virtual, 'revoke', 1);
    await virtual.advance(16_000);
    virtual.clock.setWallClock(new Date(virtual.clock.now().getTime() + HOUR_MS));
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
    ask(virtual, 'revoke', 1);
    await virtual.advance(70_000);
    const [first, second] = virtual.arrivals;
    expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(60_000);
    await closed(virtual);
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
    await closed(virtual);
  });

  it('gives the slot back when there was nothing to do after all', async () => {
    const virtual = new VirtualSession(LIMITS);
    const idle = Array.from({ length: 30 }, () => virtual.session.call('provision', () => Promise.resolve(null)));
    await virtual.advance(1_000);
    expect((await Promise.all(idle)).every(({ kind }) => kind === 'idle')).toBe(true);
    expect(virtual.session.view.slotsUsed()).toBe(0);
    ask(virtual, 'provision', 8);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(8);
    await closed(virtual);
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
    await closed(virtual);
  });
});

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
    await closed(virtual);
  });

  it('is left alone when no slot is free for it', async () => {
    const virtual = losingFirst({ limit: 1, revokeReserve: 0, windowMs: 60_000 });
    const call = virtual.session.call('passages', send);
    await virtual.advance(1_000, 10);
    expect(await call).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.UNREACHABLE' } });
    expect(virtual.arrivals).toHaveLength(1);
    await closed(virtual);
  });

  it('goes before nobody who waits', async () => {
    const virtual = losingFirst({ limit: 2, revokeReserve: 1, windowMs: 60_000 });
    const read = virtual.session.call('passages', send);
    await virtual.advance(20, 10);
    ask(virtual, 'provision', 1);
    await virtual.advance(1_000, 10);
    expect((await read).kind).toBe('unknown');
    expect(virtual.arrivals).toHaveLength(1);
    await closed(virtual);
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
    await closed(virtual);
  });

  it('opens no breaker: that an idle connection was closed says nothing about the server', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 1, answerMs: 1, answer: {}, isLost: virtual.arrivals.length % 2 === 0 });
    for (let count = 0; count < 5; count += 1) {
      ask(virtual, 'revoke', 1);
      await virtual.advance(500, 10);
    }
    expect(virtual.arrivals).toHaveLength(10);
    expect(virtual.session.isPaused()).toBe(false);
    await closed(virtual);
  });
});

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
    ask(virtual, 'revoke', 1);
    await virtual.advance(waitMs - 200);
    expect(virtual.arrivals).toHaveLength(1);
    await virtual.advance(waitMs * 0.25 + 1_000);
    expect(virtual.arrivals).toHaveLength(2);
    expect(virtual.session.isPaused()).toBe(false);
    expect(virtual.ledger.remembered.pause).toBeNull();
    await closed(virtual);
  });

  it('goes on obeying a 429 that an earlier holder was given', async () => {
    const virtual = new VirtualSession(LIMITS);
    const until = new Date(virtual.clock.now().getTime() + 10_000);
    virtual.ledger.remembered = { ...virtual.ledger.remembered, pause: { until, reason: 'rate-limited' } };
    await virtual.session.open();
    ask(virtual, 'revoke', 1);
    await virtual.advance(9_900);
    expect(virtual.arrivals).toHaveLength(0);
    expect(virtual.session.nextSlotAt('revoke')).toEqual(until);
    await virtual.advance(200);
    expect(virtual.arrivals).toHaveLength(1);
    await closed(virtual);
  });

  it('leaves a server alone that fails, asks with the oldest revocation, and goes on when it answers', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { httpStatus: 503, body: Buffer.from('<html>') } });
    ask(virtual, 'provision', 8);
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
    await closed(virtual);
  });

  it('asks one question at a time', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { httpStatus: 503, body: Buffer.from('<html>') } });
    ask(virtual, 'provision', 5);
    await virtual.advance(1_000);
    const before = virtual.arrivals.length;
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    ask(virtual, 'revoke', 3);
    await virtual.advance(28_000);
    expect(virtual.arrivals).toHaveLength(before + 1);
    await closed(virtual);
  });

  it('stops at once when our key is refused, with one alarm, and asks every 30 seconds', async () => {
    const virtual = new VirtualSession(LIMITS);
    const answer = { httpStatus: 401, body: Buffer.from('{"code":"0x02401003","msg":"secret"}') };
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer });
    ask(virtual, 'provision', 1);
    await virtual.advance(95_000, 500);
    expect(virtual.arrivals).toHaveLength(4);
    expect(virtual.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(JSON.stringify(virtual.logger.lines)).not.toContain('secret');
    await closed(virtual);
  });
});

describe('a session that is told what it cannot read', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  const answering = (data: unknown): VirtualSession => {
    const virtual = new VirtualSession(LIMITS);
    const body = Buffer.from(JSON.stringify({ code: '0', data }));
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { body } });
    return virtual;
  };

  it('keeps the rest of a list, and counts what it left out without saying what it was', async () => {
    const list = [{ doorIndexCode: '1' }, { doorName: 'Nameless' }, 'rubbish'];
    const virtual = answering({ total: 3, list });
    const call = virtual.session.call('sweep', () => Promise.resolve(listDoors(1)));
    await virtual.advance(100);
    expect(await call).toMatchObject({ kind: 'done', value: { items: [{ id: '1' }], rawCount: 3 } });
    expect(await virtual.registry.metrics()).toContain('hikcentral_items_skipped_total{operation="list-doors"} 2');
    expect(virtual.logger.lines).toEqual([
      {
        level: 'warn',
        event: 'hikcentral items skipped',
        fields: { operation: 'list-doors', skippedCount: 2, serverId: 'server' },
      },
    ]);
    await closed(virtual);
  });

  it('goes on with everything else when a whole answer cannot be read', async () => {
    const virtual = answering({ produceName: 'HikCentral' });
    ask(virtual, 'revoke', 8);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(8);
    expect(virtual.session.isPaused()).toBe(false);
    await closed(virtual);
  });
});

describe('a session with a HikCentral whose clock differs', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('says so to Prometheus and to the other processes, until it is mended', async () => {
    const virtual = new VirtualSession(LIMITS);
    const answerDated = async (aheadMs: number): Promise<void> => {
      const date = new Date(virtual.clock.now().getTime() + aheadMs).toUTCString();
      virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { date } });
      ask(virtual, 'revoke', 1);
      await virtual.advance(100);
    };
    await answerDated(60_000);
    expect(virtual.ledger.remembered.clock?.isOff).toBe(true);
    expect(await virtual.registry.metrics()).toMatch(/hikcentral_clock_offset_seconds\{server="server"\} (59|60)/);
    await answerDated(0);
    expect(virtual.ledger.remembered.clock?.isOff).toBe(false);
    await closed(virtual);
  });
});

describe('a session that ends', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('tells everybody who waits that nothing was sent, and leaves no timer behind', async () => {
    const virtual = new VirtualSession(LIMITS);
    ask(virtual, 'provision', 8);
    await virtual.advance(100);
    const late = virtual.session.call('provision', send);
    await virtual.advance(100);
    virtual.loss.abort();
    expect(await late).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.NOT_SENT' } });
    expect(await virtual.session.call('revoke', send)).toMatchObject({ kind: 'not-sent', callId: null });
    await closed(virtual);
    expect(virtual.clock.pendingTimers).toBe(0);
    expect(virtual.arrivals).toHaveLength(8);
  });

  it('sends nothing once a newer epoch exists', async () => {
    const virtual = new VirtualSession(LIMITS);
    virtual.ledger.newestEpoch = 2;
    const call = virtual.session.call('revoke', send);
    await virtual.advance(100);
    expect((await call).kind).toBe('not-sent');
    expect(virtual.session.signal.aborted).toBe(true);
    expect(virtual.arrivals).toHaveLength(0);
    await closed(virtual);
  });

  it('hands its window on: the next holder counts its calls and gives nothing while they may still arrive', async () => {
    const first = new VirtualSession(LIMITS);
    first.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: null });
    ask(first, 'provision', 8);
    await first.advance(1_000);
    first.loss.abort();
    const second = new VirtualSession(LIMITS, first.ledger);
    await second.clock.advance(1_000);
    const opening = second.session.open();
    await second.advance(0);
    await opening;
    expect(second.session.view.slotsUsed()).toBe(7);
    ask(second, 'provision', 5);
    ask(second, 'revoke', 1);
    await second.advance(13_900);
    expect(second.arrivals).toHaveLength(1);
    await second.advance(500);
    expect(second.arrivals).toHaveLength(2);
    await closed(second);
    await first.advance(20_000);
    await closed(first);
  });
});

async function closed(virtual: VirtualSession): Promise<void> {
  const closing = virtual.session.close();
  await virtual.advance(20_000, 1_000);
  await closing;
}

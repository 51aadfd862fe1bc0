import { Registry } from 'prom-client';
import { BELLS } from '../../../../../src/contracts/bells.js';
import {
  GatewayError,
  type GatewaySession,
  type HikCentralGateway,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { type ForgetForeignPassages } from '../../../../../src/modules/monitoring/application/forget-foreign-passages.js';
import { type KeepDoorClocks } from '../../../../../src/modules/monitoring/application/keep-door-clocks.js';
import { type ReadPassages } from '../../../../../src/modules/monitoring/application/read-passages.js';
import { PassageReader } from '../../../../../src/modules/monitoring/jobs/passage-reader.js';
import { type PassageSource } from '../../../../../src/modules/monitoring/domain/passage.js';
import { MonitoringMetrics } from '../../../../../src/modules/monitoring/monitoring.metrics.js';
import { type PassageRings } from '../../../../../src/modules/monitoring/persistence/passage-rings.js';
import { type UnitOfWork } from '../../../../../src/platform/database/unit-of-work.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { RecordingDoorbell } from '../../../../support/recording-doorbell.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One lease, whose polls are instants on a clock. */
function aReader() {
  const clock = new ManualClock();
  const doorbell = new RecordingDoorbell();
  const logger = new TestLogger();
  const registry = new Registry();
  const startMs = clock.now().getTime();
  const polls: number[] = [];
  const sources: PassageSource[] = [];
  const trouble: { error: Error | null } = { error: null };
  /** Passages of ours that wait to be found. */
  const doors = { own: 0 };
  const rows = { rings: 7 };
  const readPassages = {
    run: (_session: GatewaySession, source: PassageSource) => {
      polls.push((clock.now().getTime() - startMs) / SECOND);
      sources.push(source);
      const { own } = doors;
      doors.own = 0;
      return trouble.error === null ? Promise.resolve(own) : Promise.reject(trouble.error);
    },
  };
  const reader = new PassageReader(
    readPassages as unknown as ReadPassages,
    { run: () => Promise.resolve(0) } as unknown as ForgetForeignPassages,
    { run: () => Promise.resolve() } as unknown as KeepDoorClocks,
    { count: () => Promise.resolve(rows.rings) } as unknown as PassageRings,
    { read: (work: (tx: unknown) => unknown) => work(null) } as unknown as UnitOfWork,
    someSettings({ monitoringIntervalMs: MINUTE }),
    clock,
    new SystemRandom(),
    logger,
    new MonitoringMetrics(registry, clock),
    { onSession: () => undefined } as unknown as HikCentralGateway,
    doorbell,
  );
  const lease = new AbortController();
  const session = { serverId: 'server', signal: lease.signal } as unknown as GatewaySession;
  /** What an API process does when it was pushed to. */
  const push = (own = 0): void => {
    rows.rings += 1;
    doors.own += own;
    doorbell.ring(BELLS.pollPassages);
  };
  return { clock, doorbell, logger, registry, polls, sources, trouble, lease, push, run: () => reader.run(session) };
}

describe('the passage reader', () => {
  it('reads at once and then every interval, until the lease ends', async () => {
    const { clock, polls, lease, run } = aReader();
    const running = run();
    await clock.advance(2 * MINUTE + 30 * SECOND);
    expect(polls).toEqual([0, 60, 120]);
    lease.abort();
    await running;
    await clock.advance(5 * MINUTE);
    expect(polls).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
  });

  it('reads at once when a push rang, once when that is enough, and says so', async () => {
    const { clock, polls, sources, lease, push, run } = aReader();
    const running = run();
    await clock.advance(30 * SECOND);
    push(1);
    await clock.advance(59 * SECOND);
    expect([polls, sources]).toEqual([
      [0, 30],
      ['poll', 'push'],
    ]);
    await clock.advance(SECOND);
    expect([polls, sources]).toEqual([
      [0, 30, 90],
      ['poll', 'push', 'poll'],
    ]);
    lease.abort();
    await running;
  });

  it('reads twice more for what was pushed and cannot be seen yet', async () => {
    const { clock, polls, lease, push, run } = aReader();
    const running = run();
    await clock.advance(30 * SECOND);
    push();
    await clock.advance(20 * SECOND);
    expect(polls).toEqual([0, 30, 30.5, 32]);
    lease.abort();
    await running;
  });

  it('is not made to read by a bell for which nobody rang', async () => {
    const { clock, doorbell, polls, lease, run } = aReader();
    const running = run();
    for (let second = 0; second < 50; second += 1) {
      doorbell.ring(BELLS.pollPassages);
      await clock.advance(SECOND);
    }
    expect(polls).toEqual([0]);
    lease.abort();
    await running;
  });

  it.each([
    ['answers', null],
    ['fails', new GatewayError('GATEWAY.BUSY', 'busy')],
  ])('spends eight reads in a minute on whatever is pushed, while HikCentral %s', async (_, error) => {
    const { clock, polls, trouble, lease, push, run } = aReader();
    const running = run();
    await clock.advance(SECOND);
    trouble.error = error;
    const flood = async (): Promise<void> => {
      for (let half = 0; half < 120; half += 1) {
        push();
        await clock.advance(SECOND / 2);
      }
    };
    await flood();
    const first = polls.length;
    await flood();
    // Three at once and then one every twelve seconds; what fails is also tried again by the poll, every ten.
    const tries = error === null ? 0 : 6;
    expect(first - 1).toBeLessThanOrEqual(8 + tries);
    expect(first - 1).toBeGreaterThanOrEqual(7);
    expect(polls.length - first).toBeLessThanOrEqual(5 + tries + 1);
    lease.abort();
    await running;
  });

  it('tries again sooner after a failure, and says once that it went and once that it is back', async () => {
    const { clock, logger, registry, polls, trouble, lease, run } = aReader();
    trouble.error = new GatewayError('GATEWAY.UNREACHABLE', 'no connection');
    const running = run();
    await clock.advance(25 * SECOND);
    trouble.error = null;
    await clock.advance(10 * SECOND);
    expect(polls).toEqual([0, 10, 20, 30]);
    expect(logger.lines.map(({ event }) => event)).toEqual(['reading passages failed', 'reading passages works again']);
    const text = await registry.metrics();
    expect(text).toContain('vestibule_passage_poll_seconds_count{server="server",outcome="failed"} 3');
    expect(text).toContain('vestibule_passage_poll_seconds_count{server="server",outcome="complete"} 1');
    lease.abort();
    await running;
  });

  it('does not start for a lease that is already over', async () => {
    const { polls, lease, run } = aReader();
    lease.abort();
    await run();
    expect(polls).toEqual([]);
  });
});

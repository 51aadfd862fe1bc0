import { Registry } from 'prom-client';
import { BELLS } from '../../../../../src/contracts/bells.js';
import {
  GatewayError,
  type GatewaySession,
  type HikCentralGateway,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { type ForgetForeignPassages } from '../../../../../src/modules/monitoring/application/forget-foreign-passages.js';
import { type ReadPassages } from '../../../../../src/modules/monitoring/application/read-passages.js';
import { PassageReader } from '../../../../../src/modules/monitoring/jobs/passage-reader.js';
import { MonitoringMetrics } from '../../../../../src/modules/monitoring/monitoring.metrics.js';
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
  const trouble: { error: Error | null } = { error: null };
  const readPassages = {
    run: () => {
      polls.push((clock.now().getTime() - startMs) / SECOND);
      return trouble.error === null ? Promise.resolve() : Promise.reject(trouble.error);
    },
  };
  const reader = new PassageReader(
    readPassages as unknown as ReadPassages,
    { run: () => Promise.resolve(0) } as unknown as ForgetForeignPassages,
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
  return { clock, doorbell, logger, registry, polls, trouble, lease, run: () => reader.run(session) };
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

  it('reads when it is rung, but not more than six times in an interval', async () => {
    const { clock, doorbell, polls, lease, run } = aReader();
    const running = run();
    await clock.advance(30 * SECOND);
    doorbell.ring(BELLS.pollPassages);
    await clock.advance(2 * SECOND);
    expect(polls).toEqual([0, 30]);
    for (let second = 0; second < 60; second += 1) {
      doorbell.ring(BELLS.pollPassages);
      await clock.advance(SECOND);
    }
    expect(polls.length - 2).toBeLessThanOrEqual(6);
    expect(polls.length - 2).toBeGreaterThanOrEqual(5);
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

import { Registry } from 'prom-client';
import { type LeaseKeeper } from '../../../../../src/modules/hikcentral-gateway/budget/lease-keeper.js';
import { type Lease } from '../../../../../src/modules/hikcentral-gateway/budget/lease.js';
import { GatewayMetrics } from '../../../../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { type SessionRunner } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { RunnerHost } from '../../../../../src/modules/hikcentral-gateway/session/runner-host.js';
import { ServerWorker } from '../../../../../src/modules/hikcentral-gateway/session/server-worker.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { InMemoryCallLedger } from '../../../../support/in-memory-call-ledger.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { NoDatabase } from '../../../../support/virtual-session.js';

/** A lease that is always free, and tells whether it was given back. */
class OneLease {
  readonly loss = new AbortController();
  readonly key = 'key';
  readonly epoch = 1;
  readonly signal = this.loss.signal;
  isReleased = false;

  isValid(): boolean {
    return !this.loss.signal.aborted;
  }

  keep(): Promise<void> {
    return Promise.resolve();
  }

  lose(): void {
    this.loss.abort();
  }

  release(): Promise<void> {
    this.lose();
    this.isReleased = true;
    return Promise.resolve();
  }
}

describe('the worker of a server that is stopped', () => {
  const clock = new ManualClock();
  const logger = new TestLogger();

  function workerOf(lease: OneLease, runner: SessionRunner): ServerWorker {
    return new ServerWorker({
      serverId: 'server',
      connection: { baseUrl: 'http://127.0.0.1:9', appKey: 'key', appSecret: 'secret', ca: null },
      limits: { limit: 10, revokeReserve: 2, windowMs: 60_000 },
      maxSockets: 1,
      timeoutMs: 15_000,
      ledger: new InMemoryCallLedger(),
      unitOfWork: new NoDatabase(() => false),
      clock,
      random: new SystemRandom(),
      logger,
      metrics: new GatewayMetrics(new Registry()),
      keeper: { acquire: () => Promise.resolve(lease as unknown as Lease) } as unknown as LeaseKeeper,
      host: new RunnerHost(clock, logger),
      runners: [runner],
      ownRunners: [],
      isCurrent: () => Promise.resolve(true),
    });
  }

  it('gives its lease back although a runner does not return', async () => {
    const lease = new OneLease();
    let worker!: ServerWorker;
    await new Promise<void>((running) => {
      worker = workerOf(lease, { name: 'deaf', run: () => (running(), new Promise(() => undefined)) });
      worker.start();
    });
    let hasStopped = false;
    const stopping = worker.stop().then(() => (hasStopped = true));
    await turn();
    expect([hasStopped, lease.isReleased]).toEqual([false, false]);
    for (let seconds = 0; seconds < 20; seconds += 1) {
      await turn();
      await clock.advance(1_000);
    }
    await stopping;
    expect(lease.isReleased).toBe(true);
    expect(logger.lines.at(-2)).toMatchObject({ level: 'warn', event: 'hikcentral session did not end in time' });
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import { type LeaseKeeper } from '../budget/lease-keeper.js';
import { type Lease } from '../budget/lease.js';
import { patience } from '../budget/patience.js';
import { HikCentralClient, type ClientOptions } from '../client/hikcentral-client.js';
import { type SessionRunner } from '../hikcentral-gateway.js';
import { LastFailure } from './last-failure.js';
import { LeasedSession } from './leased-session.js';
import { type RunnerHost } from './runner-host.js';
import { type SessionParts } from './session-parts.js';

/** Longer than any call may take, shorter than an orchestrator's patience. */
const SHUTDOWN_PATIENCE_MS = 20_000;
const AFTER_TROUBLE_MS = 1_000;

/** Work of the gateway's own, which sees more of a session than the other modules do. */
export interface OwnRunner {
  readonly name: string;
  run(session: LeasedSession, lastFailure: LastFailure): Promise<void>;
}

export interface ServerWorkerParts extends Omit<SessionParts, 'lease' | 'client'> {
  readonly connection: Omit<ClientOptions, 'clock' | 'random' | 'maxSockets'>;
  readonly keeper: LeaseKeeper;
  readonly host: RunnerHost;
  readonly runners: readonly SessionRunner[];
  readonly ownRunners: readonly OwnRunner[];
  /** False once the server was changed or removed: then this worker is not to speak to it any more. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Waits for the lease of one server, works while it lasts, and waits again, until it is stopped or the server is no
 * longer what it was.
 */
export class ServerWorker {
  private readonly stopper = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly parts: ServerWorkerParts) {}

  start(): void {
    this.running ??= this.loop();
  }

  /** Resolves when nothing of ours speaks to HikCentral any more and the lease is free. */
  async stop(): Promise<void> {
    this.stopper.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { keeper, clock, logger, serverId } = this.parts;
    const { signal } = this.stopper;
    while (!signal.aborted) {
      const lease = await keeper.acquire(signal);
      if (!lease) return;
      logger.info('hikcentral lease taken', { serverId, epoch: lease.epoch });
      try {
        await this.work(lease);
      } catch (error) {
        logger.error('hikcentral session failed', error, { serverId });
        await clock.sleep(AFTER_TROUBLE_MS, signal);
      }
      logger.info('hikcentral lease given up', { serverId, epoch: lease.epoch });
    }
  }

  private async work(lease: Lease): Promise<void> {
    const { clock, random, maxSockets, connection, host, runners, ownRunners, isCurrent } = this.parts;
    const client = new HikCentralClient({ ...connection, maxSockets, clock, random });
    const lastFailure = new LastFailure();
    const session = new LeasedSession({ ...this.parts, lease, client: lastFailure.watching(client) });
    const onStop = (): void => session.end();
    this.stopper.signal.addEventListener('abort', onStop, { once: true });
    const beating = lease.keep();
    let running: Promise<void> | null = null;
    try {
      // A change after this look fences the lease that we have now.
      if (!(await isCurrent())) this.stopper.abort();
      await session.open();
      if (this.stopper.signal.aborted) session.end();
      const own = ownRunners.map((runner) => ({ name: runner.name, run: () => runner.run(session, lastFailure) }));
      running = host.run([...runners, ...own], session);
      await ended(session.signal);
    } finally {
      this.stopper.signal.removeEventListener('abort', onStop);
      await this.endWith(Promise.all([session.close(), running]));
      client.close();
      await lease.release();
      await beating;
    }
  }

  /** A runner that does not return holds up no shutdown and no successor: without a lease nothing it does is sent. */
  private async endWith(goodbyes: Promise<unknown>): Promise<void> {
    const { clock, logger, serverId } = this.parts;
    const hasEnded = await patience(clock, SHUTDOWN_PATIENCE_MS, goodbyes);
    if (!hasEnded) logger.warn('hikcentral session did not end in time', { serverId });
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

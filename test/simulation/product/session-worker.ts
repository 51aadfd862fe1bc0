import { type HikCentralClient } from '../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type GatewaySession, type SessionRunner } from '../../../src/modules/hikcentral-gateway/index.js';
import { CapabilityProbe } from '../../../src/modules/hikcentral-gateway/session/capability-probe.js';
import { LeasedSession } from '../../../src/modules/hikcentral-gateway/session/leased-session.js';
import { RunnerHost } from '../../../src/modules/hikcentral-gateway/session/runner-host.js';
import { type SessionParts } from '../../../src/modules/hikcentral-gateway/session/session-parts.js';
import { type Life } from './life.js';
import { type LeaseOffice, type SimulatedLease } from './lease-office.js';

export interface SessionWorkerParts extends Omit<SessionParts, 'lease' | 'client'> {
  readonly life: Life;
  readonly office: LeaseOffice;
  readonly client: Pick<HikCentralClient, 'send'>;
  readonly runners: readonly SessionRunner[];
  /** What the runners are given in place of the session. */
  readonly shown: (session: GatewaySession) => GatewaySession;
  readonly leaseShown: (lease: SimulatedLease) => SimulatedLease;
}

/** As `ServerWorker`, with the simulation's lease and wire: waits for the lease, works while it lasts, and waits again. */
export class SessionWorker {
  private isStopping = false;
  private session: LeasedSession | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly parts: SessionWorkerParts) {}

  start(): void {
    this.running ??= this.loop();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.session?.end();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { office, life, leaseShown } = this.parts;
    while (!this.isStopping) {
      const lease = leaseShown(await office.acquire(life));
      await this.work(lease);
      lease.giveUp();
    }
  }

  private async work(lease: SimulatedLease): Promise<void> {
    if (this.isStopping) return;
    const { clock, logger, runners, shown } = this.parts;
    const session = new LeasedSession({ ...this.parts, lease });
    this.session = session;
    await session.open();
    const probe = new CapabilityProbe(clock);
    const own = { name: probe.name, run: () => probe.run(session) };
    const seen = shown(session);
    const others = runners.map((runner) => ({ name: runner.name, run: () => runner.run(seen) }));
    await new RunnerHost(clock, logger).run([...others, own], session);
    await session.close();
    this.session = null;
  }
}

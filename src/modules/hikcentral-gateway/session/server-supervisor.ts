import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type SessionRunner } from '../hikcentral-gateway.js';
import { ServerStore } from '../persistence/server-store.js';
import { GatewayNotices } from '../requests/gateway-notices.js';
import { type ServerWorker } from './server-worker.js';
import { WorkerFactory } from './worker-factory.js';

/** A change takes effect within two seconds, also when its notice was lost. */
const SWEEP_MS = 1_500;

interface Post {
  readonly revision: number;
  readonly worker: ServerWorker;
  isLeaving: boolean;
}

/**
 * One worker for each server as it is described now. Where the description changed, the worker before ends first: no
 * call leaves any more, those in flight are waited for, its sockets are closed, its lease is free.
 */
@Injectable()
export class ServerSupervisor {
  private readonly posts = new Map<string, Post>();
  private readonly loop: WakeLoop;
  private readonly outages = new Map<string, OutageLog>();
  private runners: readonly SessionRunner[] = [];
  private settingsCa: string | null = null;
  private unhear: () => void = () => undefined;

  constructor(
    private readonly store: ServerStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: GatewayNotices,
    private readonly factory: WorkerFactory,
    private readonly logger: Logger,
    clock: Clock,
  ) {
    const outage = new OutageLog(logger, 'reading the servers');
    this.loop = new WakeLoop({
      name: 'hikcentral-gateway.servers',
      clock,
      maxSleepMs: SWEEP_MS,
      pass: async () => {
        await this.agree();
        outage.succeeded();
        return null;
      },
      onFailure: (error) => outage.failed(error),
    });
  }

  start(runners: readonly SessionRunner[], settingsCa: string | null): void {
    this.runners = runners;
    this.settingsCa = settingsCa;
    this.unhear = this.notices.hear('servers', () => this.loop.ring());
    this.loop.start();
  }

  /** Resolves when nothing of ours speaks to any HikCentral any more and every lease is free. */
  async stop(): Promise<void> {
    this.unhear();
    await this.loop.stop();
    await Promise.all([...this.posts.values()].map(({ worker }) => worker.stop()));
  }

  private async agree(): Promise<void> {
    const revisions = await this.unitOfWork.read((tx) => this.store.revisions(tx));
    for (const [serverId, post] of this.posts) {
      if (revisions.get(serverId) !== post.revision) this.dismiss(serverId, post);
    }
    for (const serverId of revisions.keys()) {
      if (!this.posts.has(serverId)) await this.appoint(serverId);
    }
  }

  /** A server that cannot be read harms no other one. */
  private async appoint(serverId: string): Promise<void> {
    const outage = this.outageOf(serverId);
    try {
      const access = await this.unitOfWork.read((tx) => this.store.access(tx, serverId));
      if (access === null) return;
      const worker = this.factory.make(access, this.runners, this.settingsCa);
      this.posts.set(serverId, { revision: access.revision, worker, isLeaving: false });
      worker.start();
      outage.succeeded();
    } catch (error) {
      outage.failed(error);
    }
  }

  /** Does not hold up the other servers while calls in flight are waited for. */
  private dismiss(serverId: string, post: Post): void {
    if (post.isLeaving) return;
    post.isLeaving = true;
    const gone = (): void => {
      this.posts.delete(serverId);
      this.loop.ring();
    };
    post.worker.stop().then(gone, (error: unknown) => {
      this.logger.error('hikcentral worker did not end well', error, { serverId });
      gone();
    });
  }

  private outageOf(serverId: string): OutageLog {
    const known = this.outages.get(serverId);
    if (known !== undefined) return known;
    const made = new OutageLog(this.logger, 'speaking to a server', { serverId });
    this.outages.set(serverId, made);
    return made;
  }
}

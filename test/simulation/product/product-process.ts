import { createHash } from 'node:crypto';
import { DiscoveryService } from '@nestjs/core';
import { Registry } from 'prom-client';
import { type Settings as SettingsType, Settings } from '../../../src/config/settings.js';
import { AccessControlModule } from '../../../src/modules/access-control/index.js';
import { GatewayMetrics } from '../../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { GatewayRequests, HikCentralGateway } from '../../../src/modules/hikcentral-gateway/index.js';
import { DeletionPasswords } from '../../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { MonitoringModule } from '../../../src/modules/monitoring/index.js';
import { VisitsModule } from '../../../src/modules/visits/index.js';
import { BmpDecoder } from '../../../src/modules/visits/photo/bmp-decoder.js';
import { FaceMaker } from '../../../src/modules/visits/photo/face-maker.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { Vault } from '../../../src/platform/crypto/vault.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { Doorbell } from '../../../src/platform/doorbell/doorbell.js';
import { EventDispatcher } from '../../../src/platform/event-log/event-dispatcher.js';
import { EventLogMetrics } from '../../../src/platform/event-log/event-log.metrics.js';
import { EventLogReader } from '../../../src/platform/event-log/event-log-reader.js';
import { ConsumerPositions } from '../../../src/platform/event-log/consumer-positions.js';
import { Logger } from '../../../src/platform/logging/logger.js';
import { CallerWatch } from '../../../src/platform/http/caller-watch.js';
import { type Random as RandomType, Random } from '../../../src/platform/random/random.js';
import { ResourceGuard } from '../../../src/platform/resources/resource-guard.js';
import { ResourceUsage } from '../../../src/platform/resources/resource-usage.js';
import { type Storage } from '../storage/storage.js';
import { type Changes } from '../world/changes.js';
import { type VirtualTime } from '../world/virtual-time.js';
import { type Wire } from '../world/wire.js';
import { type LeaseOffice } from './lease-office.js';
import { Life } from './life.js';
import { MortalUnitOfWork } from './mortal-unit-of-work.js';
import { NO_BUG, type PlantedBug } from './planted-bug.js';
import { ProcessClock } from './process-clock.js';
import { ServerGateway } from './server-gateway.js';
import { SessionWorker } from './session-worker.js';
import { type SiteBells } from './site-bells.js';
import { type Given, type Token, Wiring } from './wiring.js';
import { WireClient } from './wire-client.js';

export interface ProcessParts {
  readonly time: VirtualTime;
  readonly changes: Changes;
  readonly storage: Storage;
  readonly office: LeaseOffice;
  readonly bells: SiteBells;
  readonly wire: Wire;
  readonly settings: SettingsType;
  readonly random: RandomType;
  readonly vault: Vault;
  readonly logger: Logger;
  readonly serverId: string;
  readonly bug?: PlantedBug;
  readonly onEnd: (process: ProductProcess) => void;
}

/** One process of the product in a simulated world: all of its verbs and loops, on its own clock, until it stops or dies. */
export class ProductProcess {
  readonly clock: ProcessClock;
  readonly life: Life;
  readonly machine = new OwnMachine();
  private readonly wiring: Wiring;
  private readonly worker: SessionWorker;
  private isStopped = false;

  constructor(private readonly parts: ProcessParts) {
    const { time, storage, office, settings, random, logger, serverId, bug = NO_BUG } = parts;
    this.clock = new ProcessClock(time, parts.changes);
    this.life = new Life(this.clock, () => {
      office.processEnded(this.life);
      parts.onEnd(this);
    });
    const doorbell = parts.bells.doorbellOf(this.life);
    const unitOfWork = bug.unitOfWork(new MortalUnitOfWork(storage.unitOfWorkFor(doorbell), this.life));
    const gateway = new ServerGateway(storage.serverStore, this.clock);
    const registry = new Registry();
    this.wiring = new Wiring(
      [VisitsModule, AccessControlModule, MonitoringModule],
      [...this.given(unitOfWork, doorbell, gateway, registry), [EventLogMetrics, new EventLogMetrics(registry)]],
      bug.changes,
    );
    this.wiring.prefer(Object.values(storage) as readonly unknown[]);
    this.wiring.leaveOut(storage.without);
    // The storage's own rings nobody's bell, and survives the process.
    this.wiring.add(UnitOfWork, unitOfWork);
    this.wiring.add(ConsumerPositions, storage.consumerPositions);
    this.wiring.add(DeletionPasswords, storage.deletionPasswords);
    this.wiring.add(EventLogReader, storage.eventReader);
    this.learnDispatcher();
    const { rateLimitCalls, rateLimitWindowMs, revokeReserve, timeoutMs } = settings.hikcentral;
    this.worker = new SessionWorker({
      serverId,
      limits: bug.limits({ limit: rateLimitCalls, windowMs: rateLimitWindowMs, revokeReserve }),
      maxSockets: settings.hikcentral.poolMaxSockets,
      timeoutMs,
      ledger: bug.ledger(storage.callLedger),
      unitOfWork,
      clock: this.clock,
      random,
      logger,
      metrics: new GatewayMetrics(registry),
      life: this.life,
      office,
      client: bug.client(new WireClient(parts.wire, this.life, random)),
      runners: gateway.runners,
      shown: bug.session,
      leaseShown: bug.lease,
    });
  }

  get isUp(): boolean {
    return !this.life.isOver && !this.isStopped && !this.clock.isFrozen;
  }

  get<T>(token: Token<T>): T {
    return this.wiring.get(token);
  }

  start(): void {
    const parts = this.wiring.all();
    for (const part of parts) void (part as Partial<Hooks>).onModuleInit?.();
    for (const part of parts) void (part as Partial<Hooks>).onApplicationBootstrap?.();
    this.worker.start();
  }

  /** As at a deploy: finishes what runs. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.worker.stop();
    for (const part of this.wiring.all()) await (part as Partial<Hooks>).beforeApplicationShutdown?.();
    this.life.end();
  }

  /** The whole process stands still, as under SIGSTOP or a long pause of its machine. */
  freeze(forMs: number): void {
    this.clock.freeze();
    this.parts.office.processFrozen(this.life, forMs);
    this.parts.time.after(forMs, () => this.clock.thaw());
  }

  private given(unitOfWork: UnitOfWork, doorbell: Doorbell, gateway: HikCentralGateway, registry: Registry): Given[] {
    const { settings, random, vault, logger } = this.parts;
    return [
      [Settings, settings],
      [Clock, this.clock],
      [Random, random],
      [Logger, logger],
      [Vault, vault],
      [Registry, registry],
      [Doorbell, doorbell],
      [UnitOfWork, unitOfWork],
      [HikCentralGateway, gateway],
      [GatewayRequests, {}],
      // Nobody opens a live stream here.
      [CallerWatch, {}],
      [ResourceGuard, new ResourceGuard(this.machine, settings)],
      [BmpDecoder, {}],
      [FaceMaker, { make: faceAsItIs }],
    ];
  }

  /** It looks for consumers among all parts, as Nest's discovery shows them. */
  private learnDispatcher(): void {
    const found = { getProviders: () => this.wiring.all().map((instance) => ({ instance })) };
    this.wiring.add(DiscoveryService, found);
    this.wiring.addClass(EventDispatcher);
  }
}

/** Nothing is short here, unless somebody fills the disk. */
class OwnMachine extends ResourceUsage {
  diskUsedPercent = 1;

  override diskPercent(): Promise<number> {
    return Promise.resolve(this.diskUsedPercent);
  }

  override memoryPercent(): Promise<number> {
    return Promise.resolve(1);
  }
}

interface Hooks {
  onModuleInit(): unknown;
  onApplicationBootstrap(): unknown;
  beforeApplicationShutdown(): unknown;
}

/** Faces are bytes here: making pictures is proved elsewhere. */
function faceAsItIs(jpeg: Buffer): Promise<{ jpeg: Buffer; width: number; height: number; sha256: string }> {
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  return Promise.resolve({ jpeg, width: 200, height: 200, sha256 });
}

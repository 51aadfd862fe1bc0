import { Inject, Injectable, ServiceUnavailableException, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { QUEUE_STORE } from '../doorbell/doorbell.module.js';
import { type QueueStore } from '../doorbell/queue-store.js';
import { ResourceGuard, type ResourceState } from '../resources/resource-guard.js';
import { HealthContributor } from './health-contributor.js';

const PROBE_TIMEOUT_MS = 2_000;

export interface Readiness {
  readonly isReady: boolean;
  readonly body: HealthCheckResult;
}

/** Whether this process should get traffic, and which parts are degraded though it should. Says no word of why in detail: anybody may ask. */
@Injectable()
export class ReadinessCheck implements OnModuleInit {
  private contributors: readonly HealthContributor[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly dataSource: DataSource,
    @Inject(QUEUE_STORE) private readonly queues: QueueStore,
    private readonly resources: ResourceGuard,
  ) {}

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    this.contributors = [...new Set(instances.filter((instance) => instance instanceof HealthContributor))];
  }

  async run(): Promise<Readiness> {
    try {
      return { isReady: true, body: await this.health.check(this.checks()) };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      return { isReady: false, body: error.getResponse() as HealthCheckResult };
    }
  }

  private checks(): HealthIndicatorFunction[] {
    return [
      this.probe('database', () => this.dataSource.query('SELECT 1')),
      this.probe('queues', () => this.queues.ping()),
      this.threshold('disk', () => this.resources.disk()),
      this.threshold('memory', () => this.resources.memory()),
      ...this.contributors.map((contributor) => this.contribution(contributor)),
    ];
  }

  private probe(name: string, ask: () => Promise<unknown>): HealthIndicatorFunction {
    return async () => {
      const answered = ask().then(
        () => true,
        () => false,
      );
      const isUp = await Promise.race([answered, timeout()]);
      const session = this.indicators.check(name);
      return isUp ? session.up() : session.down();
    };
  }

  private threshold(name: string, measure: () => Promise<ResourceState>): HealthIndicatorFunction {
    return async () => {
      const { isShort, percent, thresholdPercent } = await measure();
      const session = this.indicators.check(name);
      return isShort ? session.down({ percent, thresholdPercent }) : session.up({ percent, thresholdPercent });
    };
  }

  private contribution(contributor: HealthContributor): HealthIndicatorFunction {
    return async () => {
      const session = this.indicators.check(contributor.name);
      const asked = contributor.degradedReason().catch(() => 'unknown');
      const reason = await Promise.race([asked, timeout().then(() => 'unknown')]);
      return reason === null ? session.up() : session.degraded({ reason });
    };
  }
}

/** On the real clock: a probe that hangs hangs in real time. */
function timeout(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), PROBE_TIMEOUT_MS).unref());
}

import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { MetricsController } from '../metrics/metrics.controller.js';
import { HealthController } from './health.controller.js';
import { ReadinessCheck } from './readiness.js';

/**
 * `/health/live`, `/health/ready` and `/metrics`. Apart from `PlatformModule`, since a process or a test without an
 * HTTP server has no use for it. Terminus keeps quiet: whoever asks every few seconds reads the answer.
 */
@Module({
  imports: [DiscoveryModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [ReadinessCheck],
})
export class HealthModule {}

import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { Settings } from '../../config/settings.js';
import { UnauthenticatedError } from '../http/http.errors.js';
import { Public } from '../http/policy.js';

/** For Prometheus; outside the versioned contract, with a key of its own. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly registry: Registry,
    private readonly settings: Settings,
  ) {}

  /** @throws UNAUTHENTICATED when `METRICS_TOKEN` is set and is not the bearer token of the call */
  @Public()
  @Get()
  async metrics(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('authorization') authorization?: string,
  ): Promise<string> {
    const { metricsToken } = this.settings;
    if (metricsToken !== null && !isSame(authorization ?? '', `Bearer ${metricsToken}`)) {
      throw new UnauthenticatedError();
    }
    reply.header('content-type', this.registry.contentType);
    return this.registry.metrics();
  }
}

/** Of hashes, so that neither the time nor the length tells how much was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

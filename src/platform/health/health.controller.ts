import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type HealthCheckResult } from '@nestjs/terminus';
import { type FastifyReply } from 'fastify';
import { Public } from '../http/policy.js';
import { ReadinessCheck } from './readiness.js';

/** For the orchestrator; outside the versioned contract. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: ReadinessCheck) {}

  /** The process runs. Touches nothing: a database that is away is no reason to kill processes. */
  @Public()
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    const { isReady, body } = await this.readiness.run();
    reply.header('cache-control', 'no-store');
    if (!isReady) reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return body;
  }
}

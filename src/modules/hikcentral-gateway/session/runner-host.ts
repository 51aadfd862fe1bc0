import { type Clock } from '../../../platform/clock/clock.js';
import { type Logger } from '../../../platform/logging/logger.js';
import { type GatewaySession, type SessionRunner } from '../hikcentral-gateway.js';

const RESTART_AFTER_MS = 5_000;

/** Runs every runner beside the others for as long as the session lasts; one that throws harms none of them. */
export class RunnerHost {
  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async run(runners: readonly SessionRunner[], session: GatewaySession): Promise<void> {
    await Promise.all(runners.map((runner) => this.keepRunning(runner, session)));
  }

  private async keepRunning(runner: SessionRunner, session: GatewaySession): Promise<void> {
    while (!session.signal.aborted) {
      try {
        await runner.run(session);
        return;
      } catch (error) {
        this.logger.error('session runner failed', error, { runner: runner.name, restartAfterMs: RESTART_AFTER_MS });
      }
      await this.clock.sleep(RESTART_AFTER_MS, session.signal);
    }
  }
}

import { type Clock } from '../../../platform/clock/clock.js';
import { type Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { type GatewaySession, type SessionRunner } from '../hikcentral-gateway.js';

const RESTART_AFTER_MS = 5_000;
/** Without a failure for this long a runner is well again. */
const STEADY_AFTER_MS = 60_000;

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
    const { serverId } = session;
    const outage = new OutageLog(this.logger, 'session runner', { runner: runner.name, serverId });
    while (!session.signal.aborted) {
      const cancel = this.clock.after(STEADY_AFTER_MS, () => outage.succeeded());
      try {
        await runner.run(session);
        return;
      } catch (error) {
        outage.failed(error);
      } finally {
        cancel();
      }
      await this.clock.sleep(RESTART_AFTER_MS, session.signal);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { type GatewaySession } from '../../hikcentral-gateway/index.js';
import { type DriftCheck } from '../persistence/drift-check.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';
import { CheckDrift } from './check-drift.js';
import { newCheck } from './start-drift-check.js';

/** After a check that failed the next one comes sooner than the schedule says. */
const FAILURE_PAUSE_MS = 60_000;

/** Runs the check that waits, else the one that the schedule wants now. */
@Injectable()
export class TakeNextDriftCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checks: DriftCheckRepository,
    private readonly checkDrift: CheckDrift,
    private readonly settings: Settings,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns when the next one is due; `'now'` after one. @throws when the lease ended meanwhile */
  async run(session: GatewaySession): Promise<Date | 'now'> {
    const next = await this.choose(session.serverId);
    if (next instanceof Date) return next;
    const done = await this.checkDrift.run(session, next);
    if (done.status === 'failed') await this.reschedule(done);
    return 'now';
  }

  private choose(serverId: string): Promise<DriftCheck | Date> {
    const { driftCheckMs } = this.settings;
    return this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      // A server that is new to us is left alone first: nothing can have drifted yet.
      const schedule = await this.checks.schedule(tx, serverId, new Date(now.getTime() + driftCheckMs));
      const open = await this.checks.nextOpen(tx, serverId);
      if (open !== null) return open;
      if (schedule.dueAt > now) return schedule.dueAt;
      const check = newCheck(this.random.uuid(), serverId, { origin: 'schedule', isDryRun: false }, now);
      await this.checks.insert(tx, check);
      await this.checks.saveSchedule(tx, serverId, { ...schedule, dueAt: new Date(now.getTime() + driftCheckMs) });
      return check;
    });
  }

  private async reschedule({ serverId, origin }: DriftCheck): Promise<void> {
    if (origin !== 'schedule') return;
    await this.unitOfWork.run(async (tx) => {
      const againAt = new Date(this.clock.now().getTime() + FAILURE_PAUSE_MS);
      const schedule = await this.checks.schedule(tx, serverId, againAt);
      const dueAt = schedule.dueAt < againAt ? schedule.dueAt : againAt;
      await this.checks.saveSchedule(tx, serverId, { ...schedule, dueAt });
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Settings } from './config/settings.js';
import { BELLS } from './contracts/bells.js';
import { Clock } from './platform/clock/clock.js';
import { Doorbell } from './platform/doorbell/doorbell.js';

const TICK_MS = 30_000;
/** Not the polls: HikCentral is read at the interval that was set, and not because a clock struck. */
const SWEPT = [BELLS.dispatchEvents, BELLS.sweepVisits, BELLS.reconcileAccess];

/**
 * Rings every sweep twice a minute. Loops wake by themselves for what is due; the tick is for a loop whose own sleep
 * was computed from a clock that has jumped since. A slot rings once, however many replicas tick.
 */
@Injectable()
export class SweepTicks {
  constructor(
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @Cron(CronExpression.EVERY_30_SECONDS)
  tick(): void {
    if (this.settings.role === 'api') return;
    const slot = Math.floor(this.clock.now().getTime() / TICK_MS);
    for (const bell of SWEPT) this.doorbell.ringSlot(bell, `${bell}-${slot}`);
  }
}

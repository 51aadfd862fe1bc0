import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { isClockOff } from '../domain/door-watch.js';
import { DoorMetrics } from '../door.metrics.js';
import { type DoorClockOffset, DoorRepository } from '../persistence/door.repository.js';
import { DoorClocks } from './door-clocks.js';

const MS_PER_SECOND = 1_000;
/** Event times are whole seconds. */
const WORTH_KEEPING_MS = 1_000;

/** Writes down what the clocks of doors are worth when that changed, and raises the alarm when one goes or comes right. */
@Injectable()
export class KeepDoorClocks {
  /** As this process last wrote it, by server and door. */
  private readonly kept = new Map<string, Map<string, number>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clocks: DoorClocks,
    private readonly doors: DoorRepository,
    private readonly metrics: DoorMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async run(serverId: string): Promise<void> {
    const kept = this.kept.get(serverId) ?? new Map<string, number>();
    this.kept.set(serverId, kept);
    const measured = [...this.clocks.offsetsMs(serverId)].map(([doorId, offsetMs]) => ({ doorId, offsetMs }));
    const changed = measured.filter(({ doorId, offsetMs }) => isOther(kept.get(doorId), offsetMs));
    if (changed.length > 0) await this.keep(serverId, changed);
    for (const { doorId, offsetMs } of changed) {
      kept.set(doorId, offsetMs);
      this.metrics.clockMeasured(serverId, doorId, offsetMs / MS_PER_SECOND);
    }
  }

  private keep(serverId: string, offsets: readonly DoorClockOffset[]): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.doors.keepClockOffsets(tx, serverId, offsets, this.clock.now());
      for (const { doorId, offsetMs } of offsets) {
        // A door that is gone is nobody's alarm.
        const isOff = isClockOff(offsetMs);
        if (!before.has(doorId) || isClockOff(before.get(doorId) ?? null) === isOff) continue;
        const offsetSeconds = Math.round(offsetMs / MS_PER_SECOND);
        publish(tx, 'monitoring.door-clock-changed.v1', { serverId, doorId, offsetSeconds, isOff });
        tx.afterCommit(() => this.tell(isOff, { serverId, doorId, offsetSeconds }));
      }
    });
  }

  private tell(isOff: boolean, fields: { serverId: string; doorId: string; offsetSeconds: number }): void {
    if (isOff) this.logger.warn('door clock differs', fields);
    else this.logger.info('door clock agrees again', fields);
  }
}

function isOther(kept: number | undefined, offsetMs: number): boolean {
  if (kept === undefined || isClockOff(kept) !== isClockOff(offsetMs)) return true;
  return Math.abs(kept - offsetMs) > WORTH_KEEPING_MS;
}

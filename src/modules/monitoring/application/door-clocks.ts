import { Injectable } from '@nestjs/common';
import { type DoorEventRead } from '../../hikcentral-gateway/index.js';
import { DoorClock } from '../domain/door-clock.js';

/** The clocks of the doors whose events this process reads. What is lost with it is measured again within a few events. */
@Injectable()
export class DoorClocks {
  /** By server and door. */
  private readonly clocks = new Map<string, Map<string, DoorClock>>();

  /** Events as they come from the polls: what comes late on purpose says nothing of a clock. */
  observe(serverId: string, events: readonly DoorEventRead[]): void {
    const clocks = this.clocks.get(serverId) ?? new Map<string, DoorClock>();
    this.clocks.set(serverId, clocks);
    for (const { doorId, eventId, occurredAt, recordedAt } of events) {
      const clock = clocks.get(doorId) ?? new DoorClock();
      clocks.set(doorId, clock);
      clock.observe(eventId, occurredAt.getTime() - recordedAt.getTime());
    }
  }

  /** By door; those that are not known are absent. */
  offsetsMs(serverId: string): ReadonlyMap<string, number> {
    const measured = Array.from(
      this.clocks.get(serverId) ?? [],
      ([doorId, clock]) => [doorId, clock.offsetMs()] as const,
    );
    return new Map(measured.flatMap(([doorId, offsetMs]) => (offsetMs === null ? [] : [[doorId, offsetMs] as const])));
  }
}

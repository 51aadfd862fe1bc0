import { type DoorWatch } from './door-watch.js';
import { type Completeness } from './reading-streams.js';

const MINUTE_MS = 60_000;

/**
 * Passages are read at least once in five minutes and believed to be complete half a minute back; with half a minute
 * for the reading itself: 5 + 0.5 + 0.5. Behind that, somebody may have left unseen.
 */
export const CURRENT_WITHIN_MS = 6 * MINUTE_MS;

export interface DoorWatermark extends DoorWatch {
  readonly completeTo: Date | null;
}

export interface ServerWatermark extends Completeness {
  readonly serverId: string;
  readonly doors: readonly DoorWatermark[];
}

/** Up to when passages of all servers are complete: as far as the one that is furthest behind. */
export function commonWatermark(servers: readonly Pick<ServerWatermark, 'completeTo'>[]): Date | null {
  const [first, ...others] = servers;
  return others.reduce<Date | null>(
    (behind, { completeTo }) => behind && completeTo && (behind < completeTo ? behind : completeTo),
    first?.completeTo ?? null,
  );
}

export function isCurrent(completeTo: Date | null, now: Date): boolean {
  return completeTo !== null && now.getTime() - completeTo.getTime() <= CURRENT_WITHIN_MS;
}

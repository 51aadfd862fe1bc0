import { type DoorWatch, isAwaited } from './door-watch.js';
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

/** Where somebody on a site may have gone through: null, anywhere. */
export interface Reach {
  readonly serverId: string | null;
  readonly doorIds: ReadonlySet<string> | null;
}

const EVERYWHERE: Reach = { serverId: null, doorIds: null };

/**
 * Doors within reach by which somebody may have left unseen: offline now, so that what happened there since is not
 * known. One that was never seen online knows nobody of ours.
 */
export function blindExits(
  servers: readonly Pick<ServerWatermark, 'serverId' | 'doors'>[],
  now: Date,
  reach: Reach = EVERYWHERE,
): readonly DoorWatermark[] {
  return within(servers, reach)
    .flatMap(({ doors }) => doors)
    .filter(({ doorId }) => reach.doorIds?.has(doorId) ?? true)
    .filter(({ isWayOut, onlineAt }) => isWayOut && onlineAt !== null)
    .filter((door) => door.isOnline === false && !isCurrent(door.completeTo, now));
}

/** Whether nobody within reach can have come or gone unseen. */
export function isAllSeen(
  servers: readonly Pick<ServerWatermark, 'serverId' | 'completeTo' | 'doors'>[],
  now: Date,
  reach: Reach = EVERYWHERE,
): boolean {
  const own = within(servers, reach);
  return isCurrent(commonWatermark(own), now) && blindExits(own, now, reach).length === 0;
}

/** Of a server that is not there any more nothing is known: then all count. */
function within<S extends Pick<ServerWatermark, 'serverId'>>(servers: readonly S[], { serverId }: Reach): readonly S[] {
  const own = servers.filter((server) => server.serverId === serverId);
  return own.length === 0 ? servers : own;
}

/**
 * Every passage before it is known, as far as somebody's leaving or staying away may be decided by it. A server that was
 * never read let nobody in; of doors those that are awaited count.
 * @returns null: nothing was ever read
 */
export function decidableTo(servers: readonly Pick<ServerWatermark, 'completeTo' | 'doors'>[], now: Date): Date | null {
  const read = servers.filter(({ completeTo }) => completeTo !== null);
  const doors = read.flatMap((server) => server.doors.filter((door) => isAwaited(door, now)));
  const known = [...read, ...doors].flatMap(({ completeTo }) => completeTo ?? []);
  return known.length === 0 ? null : new Date(Math.min(...known.map((instant) => instant.getTime())));
}

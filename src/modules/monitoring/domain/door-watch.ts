/** What is known of a door beside the map: whether its passages reach us, and what its clock is worth. */
export interface DoorWatch {
  readonly serverId: string;
  readonly doorId: string;
  readonly name: string;
  /** As HikCentral last listed it; null: it never did, the door is known from its events. */
  readonly isOnline: boolean | null;
  /** When it was last listed as online. */
  readonly onlineAt: Date | null;
  /** Somebody may leave by it, or nobody said that it only leads in. */
  readonly isWayOut: boolean;
  /** Ahead of HikCentral's positive; null until enough fresh events told. */
  readonly clockOffsetMs: number | null;
}

/** Beyond this the order of passages at two doors is not what it seems, and a guest may seem to leave before coming. */
export const CLOCK_TOLERATED_MS = 10_000;

/**
 * So long a door that went offline is waited for: beyond that its late passages are looked for no more, so nothing is
 * won by waiting.
 */
export const AWAITED_FOR_MS = 72 * 60 * 60 * 1_000;

export function isClockOff(clockOffsetMs: number | null): boolean {
  return clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_TOLERATED_MS;
}

/** Up to when all of a door's passages are here: those of one that is offline wait in it. */
export function doorCompleteTo(serverCompleteTo: Date | null, { isOnline, onlineAt }: DoorWatch): Date | null {
  if (isOnline !== false || serverCompleteTo === null) return serverCompleteTo;
  return onlineAt === null || onlineAt < serverCompleteTo ? onlineAt : serverCompleteTo;
}

/** Whether decisions wait for what a door has still to tell. One that was never seen online lets nobody of ours in. */
export function isAwaited({ isOnline, onlineAt }: DoorWatch, now: Date): boolean {
  return isOnline !== false || (onlineAt !== null && now.getTime() - onlineAt.getTime() <= AWAITED_FOR_MS);
}

/** What is known of a door beside the map: whether its passages reach us, and what its clock is worth. */
export interface DoorWatch {
  readonly serverId: string;
  readonly doorId: string;
  readonly name: string;
  /** As HikCentral last listed it; null: it never did, the door is known from its events. */
  readonly isOnline: boolean | null;
  /** When it was last listed as online. */
  readonly onlineAt: Date | null;
  /** Ahead of HikCentral's positive; null until enough fresh events told. */
  readonly clockOffsetMs: number | null;
}

/** Beyond this the order of passages at two doors is not what it seems, and a guest may seem to leave before coming. */
export const CLOCK_TOLERATED_MS = 10_000;

export function isClockOff(clockOffsetMs: number | null): boolean {
  return clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_TOLERATED_MS;
}

/** Up to when all of a door's passages are here: those of one that is offline wait in it. */
export function doorCompleteTo(serverCompleteTo: Date | null, { isOnline, onlineAt }: DoorWatch): Date | null {
  if (isOnline !== false || serverCompleteTo === null) return serverCompleteTo;
  return onlineAt === null || onlineAt < serverCompleteTo ? onlineAt : serverCompleteTo;
}

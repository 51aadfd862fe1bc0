interface Timed {
  readonly eventTimeMs: number;
}

/** Puts an item behind all of its time or earlier. Cheap where items come nearly in order. */
export function insertByTime<T extends Timed>(sorted: T[], item: T): void {
  const last = sorted.at(-1);
  if (last === undefined || last.eventTimeMs <= item.eventTimeMs) sorted.push(item);
  else sorted.splice(firstAfter(sorted, item.eventTimeMs), 0, item);
}

/** The items from `startMs` to `endMs`, both included. */
export function timeSlice<T extends Timed>(sorted: readonly T[], startMs: number, endMs: number): T[] {
  return sorted.slice(firstAfter(sorted, startMs, true), firstAfter(sorted, endMs));
}

/** Index of the first item later than `timeMs`; with `isIncluded`, of the first at it or later. */
function firstAfter(sorted: readonly Timed[], timeMs: number, isIncluded = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle]?.eventTimeMs ?? 0;
    if (at < timeMs || (at === timeMs && !isIncluded)) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { FACE_FAILURES_WITHIN_MS } from './door-findings.js';

/** Where to look at a door, both ends included. */
export interface DoorSpan {
  readonly serverId: string;
  readonly doorId: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Five minutes around each, and what lies within as much of each other as one: a passage that came days late does not
 * make us read those days.
 */
export function aroundEach(spans: readonly DoorSpan[]): readonly DoorSpan[] {
  const wide = spans.map((span) => ({
    ...span,
    from: new Date(span.from.getTime() - FACE_FAILURES_WITHIN_MS),
    to: new Date(span.to.getTime() + FACE_FAILURES_WITHIN_MS),
  }));
  wide.sort((one, other) => compareDoors(one, other) || one.from.getTime() - other.from.getTime());
  const merged: DoorSpan[] = [];
  for (const span of wide) {
    const last = merged.at(-1);
    if (last !== undefined && compareDoors(last, span) === 0 && span.from <= last.to) {
      merged[merged.length - 1] = { ...last, to: span.to > last.to ? span.to : last.to };
    } else merged.push(span);
  }
  return merged;
}

function compareDoors(one: DoorSpan, other: DoorSpan): number {
  return compareText(one.serverId, other.serverId) || compareText(one.doorId, other.doorId);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

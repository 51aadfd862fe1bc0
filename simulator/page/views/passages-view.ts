import { type AccessEvent } from '../../world/model.js';
import { type KeptEvent } from '../../world/passages.js';
import { type World } from '../../world/world.js';

const MAX_PASSAGES = 25;
/** Event times are whole seconds, so a shorter difference than this is the event delay and rounding. */
const ROUNDING_MS = 1500;

export interface PassageView {
  /** null while the terminal keeps it. */
  readonly eventId: string | null;
  readonly eventType: number;
  /** By HikCentral's clock, whole seconds. */
  readonly atMs: number;
  readonly deviceTimeMs: number;
  readonly personName: string;
  readonly personCode: string;
  readonly doorIndexCode: string;
  readonly readerIndexCode: string;
  /** `kept` by the offline terminal, `recorded` but not yet in door/events, or `visible` there. */
  readonly progress: 'kept' | 'recorded' | 'visible';
  /** From the passage to its visibility; null while it is not visible. */
  readonly seenAfterMs: number | null;
}

/** The newest first. */
export function viewPassages(world: World): { total: number; list: PassageView[] } {
  const kept = world.passages.kept();
  const recorded = world.events.all();
  const list = [
    ...kept.slice(-MAX_PASSAGES).map((event) => viewKept(event, world)),
    ...recorded.slice(-MAX_PASSAGES).map((event) => viewRecorded(event, world)),
  ];
  list.sort((a, b) => b.atMs - a.atMs);
  return { total: kept.length + recorded.length, list: list.slice(0, MAX_PASSAGES) };
}

function viewKept(event: KeptEvent, world: World): PassageView {
  return { ...common(event), eventId: null, atMs: happenedAtMs(event, world), progress: 'kept', seenAfterMs: null };
}

function viewRecorded(event: AccessEvent, world: World): PassageView {
  const isVisible = event.visibleAtMs <= world.nowMs();
  const waitedMs = event.visibleAtMs - happenedAtMs(event, world);
  const { eventDelayMs } = world.settings;
  return {
    ...common(event),
    eventId: event.eventId,
    atMs: event.eventTimeMs,
    progress: isVisible ? 'visible' : 'recorded',
    seenAfterMs: !isVisible ? null : waitedMs < eventDelayMs + ROUNDING_MS ? eventDelayMs : waitedMs,
  };
}

function common(event: KeptEvent): Omit<PassageView, 'eventId' | 'atMs' | 'progress' | 'seenAfterMs'> {
  const { eventType, deviceTimeMs, personName, personCode, doorIndexCode, readerIndexCode } = event;
  return { eventType, deviceTimeMs, personName, personCode, doorIndexCode, readerIndexCode };
}

/** The terminal's clock may be wrong; what it is off by is known here. */
function happenedAtMs({ deviceTimeMs, doorIndexCode }: KeptEvent, world: World): number {
  return deviceTimeMs - world.perimeter.get(doorIndexCode).clockOffsetMs;
}

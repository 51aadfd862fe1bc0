/** When a zone's clocks are put forward or back: the m.w.d form of POSIX. */
interface Turn {
  /** 1–12. */
  readonly month: number;
  /** 1–5; 5: the last. */
  readonly week: number;
  /** 0: Sunday. */
  readonly weekday: number;
  readonly timeMs: number;
}

/** A device's zone. Offsets are milliseconds to add to UTC. */
export interface DeviceZone {
  readonly standardMs: number;
  readonly summer: { readonly offsetMs: number; readonly from: Turn; readonly to: Turn } | null;
}

const MS_PER_SECOND = 1_000;
const MS_PER_DAY = 86_400_000;
const MAX_OFFSET_MS = 15 * 3_600_000;
const LATEST = '2037-12-31T23:59:59';
const NAME = '(?:[A-Za-z]{3,10}|<[A-Za-z0-9+-]{3,10}>)';
const TIME = '[+-]?\\d{1,3}(?::\\d{2}){0,2}';
const TURN = `M\\d{1,2}\\.\\d\\.\\d(?:/${TIME})?`;
const FORM = new RegExp(`^${NAME}(${TIME})(?:(${NAME})(${TIME})?,(${TURN}),(${TURN}))?$`);

/** `CST-5:00:00` is five hours ahead of UTC: the sign is inverted (POSIX). null: not understood. */
export function parseZone(text: string): DeviceZone | null {
  const [, standard, summerName, summer, from, to] = FORM.exec(text) ?? [];
  if (standard === undefined) return null;
  const standardMs = -toMs(standard);
  if (Math.abs(standardMs) > MAX_OFFSET_MS) return null;
  if (summerName === undefined) return { standardMs, summer: null };
  const turns = [parseTurn(from), parseTurn(to)] as const;
  if (turns[0] === null || turns[1] === null) return null;
  return {
    standardMs,
    summer: { offsetMs: summerOffset(standardMs, summerName, summer), from: turns[0], to: turns[1] },
  };
}

/** Devices write `DST01:00:00` for "an hour more" where POSIX would write the summer's own offset (vendor's guide). */
function summerOffset(standardMs: number, name: string, text: string | undefined): number {
  if (text === undefined) return standardMs + 3_600_000;
  return name === 'DST' ? standardMs + toMs(text) : -toMs(text);
}

/** Milliseconds to add to UTC at this instant. */
export function offsetAt({ standardMs, summer }: DeviceZone, at: Date): number {
  if (summer === null) return standardMs;
  const year = new Date(at.getTime() + standardMs).getUTCFullYear();
  // Each turn is told on the clock that runs until it.
  const begins = turnOf(year, summer.from) - standardMs;
  const ends = turnOf(year, summer.to) - summer.offsetMs;
  const ms = at.getTime();
  const isSummer = begins < ends ? ms >= begins && ms < ends : ms >= begins || ms < ends;
  return isSummer ? summer.offsetMs : standardMs;
}

/**
 * `yyyy-MM-ddTHH:mm:ss` on the device's clock, whole seconds rounded down, at most the last that devices know.
 * Inside the hour that a clock repeats, the beginning of that hour: a wall clock cannot tell the two apart, and a
 * validity must not end late.
 */
export function toDeviceTime(zone: DeviceZone, at: Date): string {
  const offsetMs = offsetAt(zone, at);
  const local = wallClock(at.getTime() + offsetMs);
  const repeated = repeatedSpan(zone, at);
  const text = repeated !== null && local >= repeated.from && local < repeated.to ? repeated.from : local;
  return text > LATEST ? LATEST : text;
}

/** The instant of a time on the device's clock; of two the earlier. null: no time. */
export function fromDeviceTime(zone: DeviceZone, text: string): Date | null {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : NaN;
  if (Number.isNaN(ms)) return null;
  const candidates = [zone.summer?.offsetMs ?? zone.standardMs, zone.standardMs].map((offset) => new Date(ms - offset));
  const fitting = candidates.filter((at) => at.getTime() + offsetAt(zone, at) === ms);
  const [earliest = new Date(ms - zone.standardMs)] = fitting.sort((a, b) => a.getTime() - b.getTime());
  return earliest;
}

/** `2026-01-01T08:00:00+05:00`. */
export function toZonedTime(zone: DeviceZone, at: Date): string {
  const offsetMs = offsetAt(zone, at);
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${wallClock(at.getTime() + offsetMs)}${offset}`;
}

function repeatedSpan({ standardMs, summer }: DeviceZone, at: Date): { from: string; to: string } | null {
  if (summer === null || summer.offsetMs <= standardMs) return null;
  const turnsBackMs = turnOf(new Date(at.getTime() + standardMs).getUTCFullYear(), summer.to);
  return { from: wallClock(turnsBackMs - (summer.offsetMs - standardMs)), to: wallClock(turnsBackMs) };
}

/** As if the wall clock were UTC. */
function turnOf(year: number, { month, week, weekday, timeMs }: Turn): number {
  const first = Date.UTC(year, month - 1, 1);
  const daysAhead = (weekday - new Date(first).getUTCDay() + 7) % 7;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days = daysAhead + (week - 1) * 7;
  return first + (days < daysInMonth ? days : days - 7) * MS_PER_DAY + timeMs;
}

function parseTurn(text = ''): Turn | null {
  const [, month, week, weekday, time = '02:00:00'] = /^M(\d{1,2})\.(\d)\.(\d)(?:\/(.+))?$/.exec(text) ?? [];
  const turn = { month: Number(month), week: Number(week), weekday: Number(weekday), timeMs: toMs(time) };
  const isSound = turn.month >= 1 && turn.month <= 12 && turn.week >= 1 && turn.week <= 5 && turn.weekday <= 6;
  return isSound ? turn : null;
}

function toMs(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (hours * 3_600 + minutes * 60 + seconds) * MS_PER_SECOND;
}

function wallClock(ms: number): string {
  return new Date(Math.floor(ms / MS_PER_SECOND) * MS_PER_SECOND).toISOString().slice(0, 19);
}

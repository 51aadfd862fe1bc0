import { type ReadingPosition } from './reading-window.js';

/** Stands for every type read together, as a HikCentral from 3.x on can. No event has this number. */
export const ALL_TYPES = 0;

/** How far each type of event has been read; `ALL_TYPES` for all of them together. */
export type ReadingPositions = ReadonlyMap<number, ReadingPosition>;

/** Types of events as a server before 3.x is asked for them: each costs a call. */
export interface EventTypes {
  /** In each poll: what the faces of our guests bring. */
  readonly always: readonly number[];
  /** Every type that is known, with those. One of the others is read in each poll. */
  readonly known: readonly number[];
  /** Those that let somebody through: they come to their turn more often. */
  readonly granted: ReadonlySet<number>;
}

export interface Completeness {
  /** Every event of the types that are read in each poll, recorded before it, is stored; null: nothing was read yet. */
  readonly completeTo: Date | null;
  /** The same of all types. Earlier than `completeTo` where types are read in turn. */
  readonly allTypesCompleteTo: Date | null;
}

/** A type that lets somebody through counts as so much older than it is. */
const GRANTED_WEIGHT = 3;

/**
 * Where reading of a type goes on, or of all. Servers are renewed: what was read together was read of each type, and what
 * was read of every known type was read together. null: from the beginning.
 */
export function startOf(
  positions: ReadingPositions,
  eventType: number,
  known: readonly number[],
): ReadingPosition | null {
  const own = positions.get(eventType) ?? null;
  const other = eventType === ALL_TYPES ? commonPosition(positions, known) : (positions.get(ALL_TYPES) ?? null);
  return own && other ? furthest(own, other) : (own ?? other);
}

/** The type that waits longest for its turn, of those that are not read in each poll. null: there is none. */
export function nextInTurn(
  positions: ReadingPositions,
  { always, known, granted }: EventTypes,
  now: Date,
): number | null {
  const ageOf = (eventType: number): number => {
    const readTo = positions.get(eventType)?.completeTo;
    return readTo === undefined
      ? Infinity
      : (now.getTime() - readTo.getTime()) * (granted.has(eventType) ? GRANTED_WEIGHT : 1);
  };
  const others = known.filter((eventType) => !always.includes(eventType));
  const [first, ...rest] = others.map((eventType) => ({ eventType, age: ageOf(eventType) }));
  return first === undefined
    ? null
    : rest.reduce((oldest, one) => (one.age > oldest.age ? one : oldest), first).eventType;
}

export function completenessOf(positions: ReadingPositions, { always, known }: EventTypes): Completeness {
  const behind = (eventTypes: readonly number[]): Date | null => {
    const starts = eventTypes.map((eventType) => startOf(positions, eventType, known)?.completeTo ?? null);
    return starts.reduce((first, one) => (first && one ? earlier(first, one) : null), starts[0] ?? null);
  };
  return { completeTo: behind(always), allTypesCompleteTo: behind([...always, ...known]) };
}

/** Whether types are read one at a time now: those of each poll are ahead of what was read together. */
export function areTypesApart(positions: ReadingPositions, types: EventTypes): boolean {
  const { completeTo, allTypesCompleteTo } = completenessOf(positions, types);
  return completeTo !== null && (allTypesCompleteTo === null || allTypesCompleteTo < completeTo);
}

/** As far as the type that is furthest behind; null while one was never read. */
function commonPosition(positions: ReadingPositions, known: readonly number[]): ReadingPosition | null {
  const all = known.map((eventType) => positions.get(eventType) ?? null);
  return all.reduce((behind, one) => behind && one && nearest(behind, one), all[0] ?? null);
}

function furthest(one: ReadingPosition, other: ReadingPosition): ReadingPosition {
  return { resumeFrom: later(one.resumeFrom, other.resumeFrom), completeTo: later(one.completeTo, other.completeTo) };
}

function nearest(one: ReadingPosition, other: ReadingPosition): ReadingPosition {
  return {
    resumeFrom: earlier(one.resumeFrom, other.resumeFrom),
    completeTo: earlier(one.completeTo, other.completeTo),
  };
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const later = (one: Date, other: Date): Date => (one > other ? one : other);

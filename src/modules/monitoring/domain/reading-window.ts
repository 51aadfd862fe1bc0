const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * How far behind the present reading is believed to be complete: HikCentral shows an event about a second after it
 * recorded it, and its clock may differ from ours by ten seconds before anybody is told.
 */
export const SETTLING_MS = 30 * SECOND_MS;
/**
 * Read again each time, for events that became visible out of order. Together with the settling margin and the default
 * interval a poll looks back 30 + 30 + 60 = 120 s: at 80,000 passages a day about 270 events, one page.
 */
export const OVERLAP_MS = 30 * SECOND_MS;
/** A window ends after the present, since HikCentral's clock may run ahead of ours. */
export const AHEAD_MS = 5 * MINUTE_MS;
/** The first read ever starts this long before the present: nobody of ours was known to HikCentral before. */
export const FIRST_LOOK_BACK_MS = 10 * MINUTE_MS;
/** The longest window HikCentral answers (HikCentral OpenAPI guide). */
export const LONGEST_WINDOW_MS = 31 * 24 * 60 * MINUTE_MS;

/** How far one server's events have been read. Never goes back. */
export interface ReadingPosition {
  /**
   * The next read starts from here, less the overlap. Follows HikCentral's clock (the last event seen) as well as
   * ours, whichever is behind: a clock that jumps ahead on one side skips nothing, and a quiet night costs nothing.
   */
  readonly resumeFrom: Date;
  /** Every event recorded before it is stored, as long as the two clocks differ by less than the settling margin. */
  readonly completeTo: Date;
}

/** One page to read: events recorded from `from` to `to`, oldest first. Both are whole seconds. */
export interface PageRequest {
  readonly from: Date;
  readonly to: Date;
  readonly pageNo: number;
  /** By our clock. What had settled by then is on the pages of the window, however long they take to be read. */
  readonly openedAt: Date;
  /** Latest record time on the earlier pages of this window. */
  readonly latestSeen: Date | null;
  /** False once a page of this window was not sorted as asked. */
  readonly isSorted: boolean;
}

/** What a page said, as far as the window cares. */
export interface PageSeen {
  readonly recordedAt: readonly Date[];
  /** Events on the page, with those that could not be read. */
  readonly rawCount: number;
  /** Events in the window, over all pages, at the moment of reading. */
  readonly total: number;
  readonly pageSize: number;
}

export interface AfterPage {
  /** To be stored in the transaction that stores the page. */
  readonly position: ReadingPosition;
  /** null: read up to the present. */
  readonly next: PageRequest | null;
}

export function firstPosition(now: Date): ReadingPosition {
  const start = before(now, FIRST_LOOK_BACK_MS);
  return { resumeFrom: start, completeTo: start };
}

/** The window that follows a position: overlapping, in whole seconds, never longer than HikCentral allows. */
export function nextWindow({ resumeFrom }: ReadingPosition, now: Date): PageRequest {
  const from = wholeSecond(before(earlier(resumeFrom, now), OVERLAP_MS));
  const to = earlier(wholeSecond(after(now, AHEAD_MS)), after(from, LONGEST_WINDOW_MS));
  return { from, to, pageNo: 1, openedAt: now, latestSeen: null, isSorted: true };
}

/**
 * What is known once a page is stored.
 *
 * A full page is followed by one that starts where it ended, a second earlier, and not by the next number: then events
 * of one instant on both sides of the edge, and rows that come or go in front of it, cannot hide anything. Only where
 * that would not get on (a page of events within a second, or a server that does not sort as asked) are pages counted;
 * then nothing is sure before the last one.
 */
export function afterPage(position: ReadingPosition, request: PageRequest, page: PageSeen): AfterPage {
  const seen: PageRequest = {
    ...request,
    latestSeen: latest([...page.recordedAt, ...given(request.latestSeen)]),
    isSorted: request.isSorted && isAscending(page.recordedAt) && isWithin(page.recordedAt, request.to),
  };
  const edge = page.recordedAt.at(-1);
  if (isLast(request, page)) return afterWindow(position, seen);
  const nextByNumber = { position, next: { ...seen, pageNo: request.pageNo + 1 } };
  if (edge === undefined) return nextByNumber;
  const restart = wholeSecond(before(edge, SECOND_MS));
  // A page of one instant does not show how the list is sorted.
  const isRising = seen.isSorted && page.recordedAt.some((instant) => instant < edge);
  if (!isRising || restart <= request.from) return nextByNumber;
  const sure = earlier(edge, settledBy(request));
  return { position: moved(position, sure, sure), next: { ...seen, from: restart, pageNo: 1 } };
}

function afterWindow(position: ReadingPosition, window: PageRequest): AfterPage {
  const settledTo = settledBy(window);
  if (window.to < settledTo) {
    // Cut short by the longest window: all of it is past, seen or empty, so the next one follows.
    const next = moved(position, window.to, window.to);
    return { position: next, next: nextWindow(next, window.openedAt) };
  }
  const resumeFrom = window.latestSeen ? earlier(window.latestSeen, settledTo) : position.resumeFrom;
  return { position: moved(position, resumeFrom, settledTo), next: null };
}

/** Not by the time a later page was read: an event may have become visible in front of it meanwhile. */
function settledBy({ openedAt }: PageRequest): Date {
  return before(openedAt, SETTLING_MS);
}

function isLast({ pageNo }: PageRequest, { rawCount, total, pageSize }: PageSeen): boolean {
  return rawCount === 0 || (pageNo - 1) * pageSize + rawCount >= total;
}

function isAscending(instants: readonly Date[]): boolean {
  return instants.every((instant, index) => index === 0 || instant >= (instants[index - 1] ?? instant));
}

/** A server that answers beyond the window filters on something else than it shows; its order is not to be relied on. */
function isWithin(instants: readonly Date[], to: Date): boolean {
  return instants.every((instant) => instant <= to);
}

function moved(position: ReadingPosition, resumeFrom: Date, completeTo: Date): ReadingPosition {
  return { resumeFrom: later(position.resumeFrom, resumeFrom), completeTo: later(position.completeTo, completeTo) };
}

function latest(instants: readonly Date[]): Date | null {
  return instants.reduce<Date | null>((found, instant) => (found ? later(found, instant) : instant), null);
}

const given = (instant: Date | null): Date[] => (instant ? [instant] : []);
const before = (instant: Date, ms: number): Date => new Date(instant.getTime() - ms);
const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date, b: Date): Date => (a > b ? a : b);
const wholeSecond = (instant: Date): Date => new Date(Math.floor(instant.getTime() / SECOND_MS) * SECOND_MS);

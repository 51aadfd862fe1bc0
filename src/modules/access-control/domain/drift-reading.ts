/** How much of the call budget listing all persons may use. */
const SHARE = 0.1;
/**
 * Everybody is looked at at least every 24 hours: a round takes less than half of that, since whoever moves up past the mark
 * when somebody before is deleted is met in the next round only. The hour is for checks that come late.
 */
const ROUND_MS = 11 * 3_600_000;
/** Persons missing on a list who are looked up before it is believed. */
const WITNESSES = 3;

export interface SpareBudget {
  /** Calls in any window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** @returns pages of the list of all persons that one check may read, at least 1 */
export function personPagesOfCheck({ limit, windowMs }: SpareBudget, checkEveryMs: number, totalPages: number): number {
  const spare = Math.floor((limit * checkEveryMs * SHARE) / windowMs);
  const neededForRound = Math.ceil(totalPages / Math.max(1, Math.floor(ROUND_MS / checkEveryMs)));
  return Math.max(1, spare, neededForRound);
}

/** One page as it was read. */
export interface PageCount {
  readonly pageNo: number;
  readonly total: number;
}

/**
 * Whether nobody can have been missed: from the first page to the last in one go, the same total on each, and as many
 * different persons as it says.
 */
export function isWholeList(
  pages: readonly PageCount[],
  personIds: ReadonlySet<string>,
  isEndReached: boolean,
): boolean {
  const totals = new Set(pages.map(({ total }) => total));
  return isEndReached && pages[0]?.pageNo === 1 && totals.size === 1 && totals.has(personIds.size);
}

/** @returns the first, the last and some between of those who are missing on a list: one that was cut off lacks neighbours */
export function witnessesOf<T>(missing: readonly T[]): readonly T[] {
  const step = Math.max(1, (missing.length - 1) / (WITNESSES - 1));
  const places = new Set(Array.from({ length: WITNESSES }, (_, nth) => Math.round(nth * step)));
  return missing.filter((_, index) => places.has(index));
}

/** How much of the call budget listing all persons may use. */
const SHARE = 0.1;
/** Everybody is looked at at least so often. */
const ROUND_MS = 24 * 3_600_000;

export interface SpareBudget {
  /** Calls in any window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** @returns pages of the list of all persons that one check may read, at least 1 */
export function personPagesOfCheck({ limit, windowMs }: SpareBudget, checkEveryMs: number, totalPages: number): number {
  const spare = Math.floor((limit * checkEveryMs * SHARE) / windowMs);
  const neededForRound = Math.ceil((totalPages * checkEveryMs) / ROUND_MS);
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

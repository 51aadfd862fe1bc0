import { badParameters } from '../status.js';

const KEPT = 16;

/**
 * The searches under way: all pages of one searchID come from what was there when its first page was read.
 */
export class Searches<T> {
  private readonly open = new Map<string, { readonly condition: string; readonly matches: readonly T[] }>();

  /**
   * @param condition what the search is for, paging left out
   * @throws IsapiRefusal badParameters for a later page of a search that was not begun, or of another condition
   */
  matches(searchId: string, position: number, condition: string, find: () => readonly T[]): readonly T[] {
    if (position > 0) {
      const begun = this.open.get(searchId);
      if (begun?.condition !== condition) throw badParameters('searchID');
      return begun.matches;
    }
    const matches = find();
    this.open.delete(searchId);
    this.open.set(searchId, { condition, matches });
    const oldest = this.open.keys().next();
    if (this.open.size > KEPT && oldest.done !== true) this.open.delete(oldest.value);
    return matches;
  }

  forget(): void {
    this.open.clear();
  }
}

import { type Fields } from './fields.js';

export const MAX_PAGE_SIZE = 500;
const MAX_PAGE_NO = 2_147_483_647;

export interface Paging {
  readonly pageNo: number;
  readonly pageSize: number;
}

/** @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
export function readPaging(fields: Fields): Paging {
  return { pageNo: fields.integer('pageNo', 1, MAX_PAGE_NO), pageSize: fields.integer('pageSize', 1, MAX_PAGE_SIZE) };
}

export function pageOf<T>(items: readonly T[], { pageNo, pageSize }: Paging): T[] {
  return items.slice((pageNo - 1) * pageSize, pageNo * pageSize);
}

/** The guide's paged answer; only the items of the page are put into their outward form. */
export function pagedList<T>(items: readonly T[], paging: Paging, present: (item: T) => unknown): object {
  return { total: items.length, ...paging, list: pageOf(items, paging).map(present) };
}

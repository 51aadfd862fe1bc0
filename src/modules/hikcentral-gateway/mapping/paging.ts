import { MAX_PAGE_SIZE, type Page } from '../operations/operation.js';
import { Fields, isNothing } from './fields.js';

const MAX_PAGE_NO = 2_147_483_647;

export interface Paging {
  readonly pageNo: number;
  readonly pageSize: number;
}

/** @throws RangeError outside 1–2147483647 and 1–500 (HikCentral OpenAPI guide): our own mistake, found before it costs a call */
export function toPaging(pageNo: number, pageSize: number = MAX_PAGE_SIZE): Paging {
  assertRange('pageNo', pageNo, 1, MAX_PAGE_NO);
  assertRange('pageSize', pageSize, 1, MAX_PAGE_SIZE);
  return { pageNo, pageSize };
}

export function assertRange(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
}

/**
 * A page whose items stand in `list`; it may be missing when there are none (HikCentral OpenAPI guide).
 * @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readPage<T>(data: unknown, asked: Paging, readItem: (item: Fields) => T): Page<T> {
  if (isNothing(data)) return { ...asked, items: [], total: 0 };
  const page = Fields.of(data, 'data');
  return toPage(page.children('list').map(readItem), page.number('total'), asked);
}

/** Without a total, a full page promises one more. */
export function toPage<T>(items: readonly T[], total: number | null, { pageNo, pageSize }: Paging): Page<T> {
  const seen = (pageNo - 1) * pageSize + items.length;
  return { items, total: total ?? (items.length >= pageSize ? seen + 1 : seen), pageNo, pageSize };
}

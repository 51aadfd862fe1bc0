import { MAX_PAGE_SIZE, type OnSkipped, type Page } from '../operations/operation.js';
import { fail, Fields, isNothing, readItems, type ReadItems } from './fields.js';
import { assertRange } from './limits.js';

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

/**
 * A page whose items stand in `list`; it may be missing when there are none (seen in the field). Every item must be
 * readable: for lists in which the absence of one decides something.
 * @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readPage<T>(data: unknown, asked: Paging, readItem: (item: Fields) => T): Page<T> {
  if (isNothing(data)) return emptyPage(asked);
  const page = pageIn(data, 'list');
  if (page.isEmpty()) return emptyPage(asked);
  return toPage(page.children('list').map(readItem), totalOf(page), asked);
}

/**
 * The same, with items that cannot be read left out and told of. They still count in `rawCount` and `total`, so that
 * paging stays right and `items` that are fewer than `total` never look like the whole list.
 * @throws GATEWAY.UNEXPECTED_RESPONSE when it is no page at all
 */
export function readPageSkipping<T>(
  data: unknown,
  asked: Paging,
  readItem: (item: Fields) => T,
  onSkipped?: OnSkipped,
): Page<T> {
  if (isNothing(data)) return emptyPage(asked);
  const page = pageIn(data, 'list');
  if (page.isEmpty()) return emptyPage(asked);
  const { items, rawCount } = readItems(page.raw('list'), 'list', readItem);
  const skippedCount = rawCount - items.length;
  if (skippedCount > 0) onSkipped?.(skippedCount);
  return pageOf({ items, rawCount }, totalOf(page), asked);
}

/** What says something, and neither how many there are nor which, is no empty page. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function pageIn(data: unknown, ...lists: readonly string[]): Fields {
  const page = Fields.of(data, 'data');
  const isPage = page.isEmpty() || totalOf(page) !== null || lists.some((list) => page.raw(list) !== undefined);
  return isPage ? page : fail('data is no page');
}

/** For an answer that says nothing. */
export function emptyPage(asked: Paging): Page<never> {
  return { ...asked, items: [], rawCount: 0, total: 0, isUntold: true };
}

export function toPage<T>(items: readonly T[], total: number | null, asked: Paging): Page<T> {
  return pageOf({ items, rawCount: items.length }, total, asked);
}

/** Records of visitors say `totalNum` (HikCentral OpenAPI guide). */
function totalOf(page: Fields): number | null {
  return page.number('total') ?? page.number('totalNum');
}

/**
 * Without a total, a full page promises one more; so does one with more items than its total, since whoever contradicts
 * himself proves nobody absent. A total smaller than what was left out is no excuse for calling it whole.
 */
function pageOf<T>({ items, rawCount }: ReadItems<T>, total: number | null, { pageNo, pageSize }: Paging): Page<T> {
  const seen = (pageNo - 1) * pageSize + rawCount;
  const isBelievable = total === null || (total >= 0 && (rawCount === 0 || total >= seen));
  const promised = isBelievable ? (total ?? (rawCount >= pageSize ? seen + 1 : seen)) : seen + 1;
  const isCut = items.length < rawCount;
  return { items, rawCount, total: isCut ? Math.max(promised, seen) : promised, pageNo, pageSize };
}

import { fail, type Fields, readItems } from '../../mapping/fields.js';

/** Where in a walk a page begins, as the device is told. */
export interface DevicePaging {
  /** New for each walk, the same through its pages. */
  readonly searchID: string;
  readonly searchResultPosition: number;
  readonly maxResults: number;
}

export interface DevicePage<T> {
  /** Those that can be read. */
  readonly items: readonly T[];
  /** As the device counts them: by this many the walk goes on. */
  readonly rawCount: number;
  /** On all pages; null: it does not say. */
  readonly total: number | null;
  readonly hasMore: boolean;
}

/**
 * @param listNames the list's name by firmware
 * @throws GATEWAY.UNEXPECTED_RESPONSE for a page without a state, and for one that promises more and brings nothing
 */
export function readDevicePage<T>(
  page: Fields,
  listNames: readonly string[],
  readItem: (item: Fields) => T,
): DevicePage<T> {
  const state = page.requiredText('responseStatusStrg').toUpperCase().replace(/[\s_]/g, '');
  if (state === 'NOMATCH') return { items: [], rawCount: 0, total: 0, hasMore: false };
  if (state !== 'OK' && state !== 'MORE') fail('state of a page');
  const listName = listNames.find((name) => page.has(name));
  const read = readItems(listName === undefined ? null : page.raw(listName), 'page', readItem);
  const rawCount = Math.max(page.number('numOfMatches') ?? read.rawCount, read.rawCount);
  const hasMore = state === 'MORE';
  if (hasMore && rawCount === 0) fail('a page promises more and brings nothing');
  return { items: read.items, rawCount, total: page.number('totalMatches'), hasMore };
}

import { type JsonFields } from '../protocol/json-fields.js';

const MAX_INTEGER = 2 ** 31 - 1;

export interface PageWanted {
  readonly position: number;
  readonly size: number;
}

/** Longer pages than the device has are cut, not refused. @throws IsapiRefusal badParameters */
export function readPage(condition: JsonFields, pageSize: number): PageWanted {
  return {
    position: condition.integer('searchResultPosition', 0, MAX_INTEGER),
    size: Math.min(condition.integer('maxResults', 1, MAX_INTEGER), pageSize),
  };
}

export interface Page<T> {
  readonly head: { readonly responseStatusStrg: string; readonly numOfMatches: number; readonly totalMatches: number };
  readonly entries: readonly T[];
}

export function cutPage<T>(matches: readonly T[], { position, size }: PageWanted): Page<T> {
  const entries = matches.slice(position, position + size);
  const isLast = position + entries.length >= matches.length;
  const responseStatusStrg = entries.length === 0 ? 'NO MATCH' : isLast ? 'OK' : 'MORE';
  return { head: { responseStatusStrg, numOfMatches: entries.length, totalMatches: matches.length }, entries };
}

/** The list under its name; left out when it is empty, as devices do. */
export function listed(name: string, entries: readonly object[]): Record<string, readonly object[]> {
  return entries.length === 0 ? {} : { [name]: entries };
}

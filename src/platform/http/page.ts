import { ApiProperty } from '@nestjs/swagger';
import { InvalidCursorError } from './http.errors.js';
import { IntField, TextField } from './fields.js';

const CURSOR_MAX = 1_024;

/** `?limit=&cursor=` of every list; extend it with the list's filters. */
export class PageQuery {
  @IntField({ min: 1, max: 200, optional: true, example: 50, description: 'Items of a page; 50 when absent.' })
  limit: number = 50;

  @TextField({ max: CURSOR_MAX, optional: true, description: '`nextCursor` of the page before.' })
  cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** null on the last page. */
  readonly nextCursor: string | null;
}

type CursorPart = string | number | null;

/** Where the next page begins: the sort key of the last item of this one. Opaque to callers. */
export function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * @param checks one per part: what it must be to be used in a statement
 * @throws INVALID_CURSOR when it is not one of ours
 */
export function decodeCursor(cursor: string, checks: readonly ((part: unknown) => boolean)[]): readonly CursorPart[] {
  const parts = parseParts(cursor);
  if (parts?.length !== checks.length || !checks.every((check, index) => check(parts[index]))) {
    throw new InvalidCursorError();
  }
  return parts;
}

function parseParts(cursor: string): readonly CursorPart[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    // Only the one spelling that we made ourselves: Buffer forgives what it cannot read.
    return Array.isArray(parts) && encodeCursor(parts as CursorPart[]) === cursor ? (parts as CursorPart[]) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Checks for `decodeCursor`. */
export const cursorPart = {
  uuid: (part: unknown): boolean => typeof part === 'string' && UUID.test(part),
  /** `Date.toISOString()` of an instant that PostgreSQL can read. */
  instant: (part: unknown): boolean => typeof part === 'string' && /^\d{4}-/.test(part) && isIso(part),
  integer: (part: unknown): boolean => Number.isSafeInteger(part),
  /** A bigint as text. */
  position: (part: unknown): boolean => typeof part === 'string' && /^\d{1,18}$/.test(part),
} as const;

function isIso(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.getTime() > 0 && at.toISOString() === text;
}

/**
 * Cuts a page out of `limit + 1` rows: the row too many says that there is a next page.
 * @param sortKey of the last item shown, as `encodeCursor` takes it
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  sortKey: (row: Row) => readonly CursorPart[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sortKey(last)) : null,
  };
}

type ItemClass = new (...parameters: never[]) => object;
const pages = new Map<ItemClass, ItemClass>();

/** Response class `{items: Item[], nextCursor}` for the document; the same class for the same item. */
export function PageOf(item: ItemClass): ItemClass {
  const known = pages.get(item);
  if (known !== undefined) return known;
  class PageResponse {
    @ApiProperty({ type: item, isArray: true })
    items!: object[];

    @ApiProperty({ type: String, nullable: true, description: 'Give it as `cursor` for the next page; null: no more.' })
    nextCursor!: string | null;
  }
  Object.defineProperty(PageResponse, 'name', { value: `${item.name.replace(/Response$/, '')}Page` });
  pages.set(item, PageResponse);
  return PageResponse;
}

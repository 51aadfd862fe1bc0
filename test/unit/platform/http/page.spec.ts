import { InvalidCursorError } from '../../../../src/platform/http/http.errors.js';
import { cursorPart, decodeCursor, encodeCursor, toPage } from '../../../../src/platform/http/page.js';

const ID = '019a9f6e-6f1c-7a52-8f4e-0123456789ab';
const AT = '2026-06-10T08:00:00.000Z';
const CHECKS = [cursorPart.instant, cursorPart.uuid];

describe('cursors', () => {
  it('come back as they were', () => {
    const cursor = encodeCursor([AT, ID]);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, CHECKS)).toEqual([AT, ID]);
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['empty', ''],
    ['no list', Buffer.from('{"length":2}').toString('base64url')],
    ['too few parts', encodeCursor([AT])],
    ['too many parts', encodeCursor([AT, ID, 1])],
    ['another type', encodeCursor([AT, 7])],
    ['no date', encodeCursor(['2026-06-10', ID])],
    ['a date no database knows', encodeCursor(['-000001-01-01T00:00:00.000Z', ID])],
    ['a statement', encodeCursor([AT, "'; DROP TABLE visits; --"])],
    ['a tail that is not read', `${encodeCursor([AT, ID])}=`],
    ['another spelling', Buffer.from(`[ "${AT}", "${ID}" ]`).toString('base64url')],
  ])('are refused: %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, CHECKS)).toThrow(InvalidCursorError);
  });
});

describe('toPage', () => {
  const page = (rows: number[], limit: number): unknown =>
    toPage(
      rows,
      limit,
      (row) => [row],
      (row) => `item ${row}`,
    );

  it('shows what fits and says where the next page begins', () => {
    expect(page([1, 2, 3], 2)).toEqual({ items: ['item 1', 'item 2'], nextCursor: encodeCursor([2]) });
  });

  it('says when there is no more', () => {
    expect(page([1, 2], 2)).toEqual({ items: ['item 1', 'item 2'], nextCursor: null });
    expect(page([], 2)).toEqual({ items: [], nextCursor: null });
  });
});

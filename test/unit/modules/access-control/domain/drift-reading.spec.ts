import {
  isWholeList,
  personPagesOfCheck,
  witnessesOf,
} from '../../../../../src/modules/access-control/domain/drift-reading.js';

const BUDGET = { limit: 10, windowMs: 60_000 };
const QUARTER_HOUR_MS = 900_000;

describe('how much of the list of all persons one check reads', () => {
  it('is a tenth of the calls between two checks', () => {
    expect(personPagesOfCheck(BUDGET, QUARTER_HOUR_MS, 41)).toBe(15);
    expect(personPagesOfCheck({ limit: 1, windowMs: 60_000 }, QUARTER_HOUR_MS, 41)).toBe(1);
  });

  it('is more where the list would not be through twice a day otherwise', () => {
    expect(personPagesOfCheck({ limit: 1, windowMs: 60_000 }, QUARTER_HOUR_MS, 960)).toBe(22);
    expect(personPagesOfCheck({ limit: 1, windowMs: 3_600_000 }, 4 * 3_600_000, 9)).toBe(5);
    expect(personPagesOfCheck(BUDGET, 24 * 3_600_000, 4_000)).toBe(4_000);
  });
});

describe('a whole list', () => {
  const ids = new Set(['1', '2', '3']);
  const pages = [
    { pageNo: 1, total: 3 },
    { pageNo: 2, total: 3 },
  ];

  it('was read from the first page to the last, with as many persons as it says', () => {
    expect(isWholeList(pages, ids, true)).toBe(true);
    expect(isWholeList(pages, ids, false)).toBe(false);
    expect(isWholeList(pages.slice(1), ids, true)).toBe(false);
    expect(isWholeList([], new Set(), true)).toBe(false);
  });

  it('did not move while it was read', () => {
    expect(isWholeList([pages[0]!, { pageNo: 2, total: 4 }], ids, true)).toBe(false);
    expect(isWholeList(pages, new Set(['1', '2']), true)).toBe(false);
  });
});

describe('who is looked up before a list is believed', () => {
  it('is everybody of a few, and the first, the last and one between of many', () => {
    expect(witnessesOf([])).toEqual([]);
    expect(witnessesOf([1])).toEqual([1]);
    expect(witnessesOf([1, 2, 3])).toEqual([1, 2, 3]);
    expect(witnessesOf([1, 2, 3, 4, 5, 6, 7])).toEqual([1, 4, 7]);
  });
});

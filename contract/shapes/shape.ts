/** A value as the documentation draws it: a word for a leaf, an object for its keys (`?` at the end: may be missing), a list of one. */
export type Shape =
  | 'text'
  | 'number'
  /** A text, or the same digits as a number. */
  | 'id'
  /** ISO 8601 with an offset, or an empty text. */
  | 'time'
  | 'anything'
  /** Absent, null, `""` or the text `"null"`. */
  | 'nothing'
  | { readonly anyOf: readonly Shape[] }
  | { readonly keys: Readonly<Record<string, Shape>> }
  | { readonly items: Shape };

export interface Comparison {
  /** What the documentation promises and the answer does not keep. */
  readonly differences: readonly string[];
  /** Keys that no documentation names: no harm, worth knowing. */
  readonly news: readonly string[];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:?\d\d)$/;

export function keys(shape: Readonly<Record<string, Shape>>): Shape {
  return { keys: shape };
}

export function listOf(items: Shape): Shape {
  return { items };
}

export function anyOf(...shapes: readonly Shape[]): Shape {
  return { anyOf: shapes };
}

/** A page of a list; `list` may be missing when there is nothing in it (seen in the field). */
export function pageOf(item: Shape): Shape {
  return keys({ total: 'number', pageNo: 'number', pageSize: 'number', 'list?': listOf(item) });
}

/** Names places only, never a value: an answer holds personal data. */
export function compare(shape: Shape, value: unknown, place = 'data'): Comparison {
  if (typeof shape === 'string') return compareLeaf(shape, value, place);
  if ('anyOf' in shape) {
    const all = shape.anyOf.map((each) => compare(each, value, place));
    return all.sort(byFit)[0] ?? NONE;
  }
  if ('items' in shape) {
    if (!Array.isArray(value)) return differs(`${place} is ${kindOf(value)}, not a list`);
    return merge(value.map((item) => compare(shape.items, item, `${place}[]`)));
  }
  return compareKeys(shape.keys, value, place);
}

/** The drawing that is meant is the one the answer keeps best. */
function byFit(a: Comparison, b: Comparison): number {
  return a.differences.length - b.differences.length || a.news.length - b.news.length;
}

const NONE: Comparison = { differences: [], news: [] };

function compareLeaf(shape: Extract<Shape, string>, value: unknown, place: string): Comparison {
  if (isLeaf(shape, value)) return NONE;
  return differs(`${place} is ${kindOf(value)}, not ${shape}`);
}

function isLeaf(shape: Extract<Shape, string>, value: unknown): boolean {
  switch (shape) {
    case 'anything':
      return true;
    case 'nothing':
      return value === undefined || value === null || value === '' || value === 'null';
    case 'time':
      return value === '' || (typeof value === 'string' && TIME.test(value));
    case 'id':
      return typeof value === 'string' || Number.isInteger(value);
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
  }
}

function compareKeys(wanted: Readonly<Record<string, Shape>>, value: unknown, place: string): Comparison {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return differs(`${place} is ${kindOf(value)}, not an object`);
  }
  const found = new Map(Object.entries(value));
  const known = new Set<string>();
  const parts = Object.entries(wanted).map(([written, shape]) => {
    const isOptional = written.endsWith('?');
    const name = isOptional ? written.slice(0, -1) : written;
    known.add(name);
    const at = `${place}.${name}`;
    if (found.has(name)) return compare(shape, found.get(name), at);
    return isOptional ? NONE : differs(`${at} is missing${hintOfOtherSpelling(name, found)}`);
  });
  const news = [...found.keys()].filter((name) => !known.has(name)).map((name) => `${place}.${name}`);
  return merge([...parts, { differences: [], news }]);
}

function hintOfOtherSpelling(name: string, found: ReadonlyMap<string, unknown>): string {
  const other = [...found.keys()].find((key) => key.toLowerCase() === name.toLowerCase());
  return other === undefined ? '' : `, but there is ${other}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function differs(what: string): Comparison {
  return { differences: [what], news: [] };
}

/** Each once, however many items of a list say the same. */
function merge(parts: readonly Comparison[]): Comparison {
  return {
    differences: [...new Set(parts.flatMap(({ differences }) => differences))],
    news: [...new Set(parts.flatMap(({ news }) => news))],
  };
}

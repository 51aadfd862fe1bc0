import { GatewayError } from '../gateway.errors.js';

/** PostgreSQL cannot store it: a text that holds one must not reach a statement. */
const NUL = '\0';
/** Stands for what was told twice, differently. */
const TWICE = Symbol('twice');
/** Documented ids have at most 32 characters; an entry of a PostgreSQL index holds about 2,700 bytes. */
const MAX_ID_LENGTH = 256;

/**
 * One object of an answer, read field by field. Keys are compared without case, since it differs between versions
 * (seen in the field), and through a Map, so that a hostile `__proto__` is a key like any other. A field told twice in two
 * spellings, with two values, cannot be read.
 */
export class Fields {
  private readonly values = new Map<string, unknown>();

  private constructor(source: object) {
    for (const [key, value] of Object.entries(source)) {
      const name = key.toLowerCase();
      const isTwice = this.values.has(name) && this.values.get(name) !== value;
      this.values.set(name, isTwice ? TWICE : value);
    }
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE when it is no object */
  static of(value: unknown, what: string): Fields {
    return Fields.maybe(value) ?? fail(`${what} is no object`);
  }

  static maybe(value: unknown): Fields | null {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Fields(value) : null;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined && this.raw(name) !== null;
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE when it is not clear */
  raw(name: string): unknown {
    return this.isClear(name) ? this.values.get(name.toLowerCase()) : fail(`${name} is told twice`);
  }

  /** Whether it is told once at most. */
  isClear(name: string): boolean {
    return this.values.get(name.toLowerCase()) !== TWICE;
  }

  /** Whether there is nothing in it at all. */
  isEmpty(): boolean {
    return this.values.size === 0;
  }

  /** Ids and codes come as texts or as numbers. null when absent, empty, of another kind, or with a NUL in it. */
  text(name: string): string | null {
    return asText(this.raw(name));
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE */
  requiredText(name: string): string {
    return this.text(name) ?? fail(`${name} is missing`);
  }

  /** An id that an index can hold. @throws GATEWAY.UNEXPECTED_RESPONSE */
  requiredId(name: string): string {
    return this.id(name) ?? fail(`${name} is no id`);
  }

  /** null as with `text`, and for what is too long to be an id. */
  id(name: string): string | null {
    const text = this.text(name);
    return text !== null && text.length <= MAX_ID_LENGTH ? text : null;
  }

  /** A number, or a text of digits. */
  number(name: string): number | null {
    const text = this.text(name);
    return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  }

  /** @throws GATEWAY.UNEXPECTED_RESPONSE */
  requiredNumber(name: string): number {
    return this.number(name) ?? fail(`${name} is no number`);
  }

  child(name: string): Fields | null {
    return Fields.maybe(this.raw(name));
  }

  /** The objects of a list; a single object counts as a list of one, an absent list is empty. */
  children(name: string): Fields[] {
    return asObjects(this.raw(name), name);
  }
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE when it is neither objects nor nothing */
export function asObjects(value: unknown, what: string): Fields[] {
  if (isNothing(value)) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => Fields.of(item, what));
}

/** What of a list could be read. */
export interface ReadItems<T> {
  readonly items: readonly T[];
  /** As HikCentral counts them: also those that could not be read. */
  readonly rawCount: number;
}

/**
 * Item by item: one that cannot be read is left out and counted, and hides none of its neighbours.
 * @throws GATEWAY.UNEXPECTED_RESPONSE when it is no list at all
 */
export function readItems<T>(value: unknown, what: string, readItem: (item: Fields) => T): ReadItems<T> {
  if (isNothing(value)) return { items: [], rawCount: 0 };
  const raw: readonly unknown[] = Array.isArray(value) ? value : [asObject(value, what)];
  const items = raw.flatMap((item) => {
    const read = readable(() => readItem(Fields.of(item, what)));
    return read === null ? [] : [read.value];
  });
  return { items, rawCount: raw.length };
}

function asObject(value: unknown, what: string): object {
  return typeof value === 'object' && value !== null ? value : fail(`${what} is no list`);
}

function readable<T>(read: () => T): { readonly value: T } | null {
  try {
    return { value: read() };
  } catch (error) {
    // The count tells of it: the caller compares it with the items.
    if (error instanceof GatewayError && error.code === 'GATEWAY.UNEXPECTED_RESPONSE') return null;
    throw error;
  }
}

/** `data` of a call that has nothing to say is absent, null, `""` or the text `"null"` (HikCentral OpenAPI guide, and seen in the field). */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 'null';
}

export function asText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' && !value.includes(NUL) ? value : null;
}

/** @param what names of fields only: never a value of an answer */
export function fail(what: string): never {
  throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', `HikCentral's answer cannot be read: ${what}`);
}

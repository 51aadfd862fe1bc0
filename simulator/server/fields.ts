import { CODES, Refusal } from '../refusal.js';
import { parseRequestTime } from '../runtime/zoned-time.js';

export interface TextRule {
  readonly max?: number;
  /** What the text must look like as a whole. */
  readonly form?: RegExp;
}

/** Forbidden in names by the guide: `' / \ : * ? " < > |` */
export const NAME_FORM = /^[^'/\\:*?"<>|]*$/;
export const CODE_FORM = /^[A-Za-z0-9]+$/;

/** A request's body, read field by field; every reader refuses with the code the guide gives for that kind of mistake. */
export class Fields {
  constructor(private readonly body: Readonly<Record<string, unknown>>) {}

  has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  names(): string[] {
    return Object.keys(this.body);
  }

  raw(name: string): unknown {
    return this.body[name];
  }

  /** An empty text counts as missing. @throws Refusal 0x00072001, 0x00072002 when too long, 0x00072003 */
  text(name: string, rule: TextRule = {}): string {
    const text = this.optionalText(name, rule);
    if (text === undefined || text === '') throw missing(name);
    return text;
  }

  /** @throws Refusal 0x00072002 when too long, 0x00072003 */
  optionalText(name: string, { max, form }: TextRule = {}): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.body[name];
    if (typeof value !== 'string') throw badlyFormed(name);
    if (max !== undefined && value.length > max) throw outOfRange(name);
    if (form !== undefined && value !== '' && !form.test(value)) throw badlyFormed(name);
    return value;
  }

  /** @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
  integer(name: string, min: number, max: number): number {
    const value = this.optionalInteger(name, min, max);
    if (value === undefined) throw missing(name);
    return value;
  }

  /** @throws Refusal 0x00072002, 0x00072003 */
  optionalInteger(name: string, min: number, max: number): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.body[name];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw badlyFormed(name);
    if (value < min || value > max) throw outOfRange(name);
    return value;
  }

  /** Epoch milliseconds. @throws Refusal 0x00072001, 0x00072003 without an offset */
  time(name: string): number {
    const value = this.optionalTime(name);
    if (value === undefined) throw missing(name);
    return value;
  }

  /** Epoch milliseconds. @throws Refusal 0x00072003 without an offset */
  optionalTime(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined || text === '') return undefined;
    const epochMs = parseRequestTime(text);
    if (epochMs === undefined) throw badlyFormed(name);
    return epochMs;
  }

  /** @throws Refusal 0x00072003 when it is no array, 0x00072002 when it is longer than `max` */
  optionalList(name: string, max: number): readonly unknown[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.body[name];
    if (!Array.isArray(value)) throw badlyFormed(name);
    if (value.length > max) throw outOfRange(name);
    return value as unknown[];
  }

  /** A list of objects, each to be read like a body. @throws Refusal 0x00072002, 0x00072003 */
  optionalObjects(name: string, max: number): Fields[] | undefined {
    return this.optionalList(name, max)?.map((entry) => {
      if (!isObject(entry)) throw badlyFormed(name);
      return new Fields(entry);
    });
  }

  /** `"a,b"` → `["a", "b"]`. @throws Refusal 0x00072002 when there are more than `max`, 0x00072003 */
  optionalCommaList(name: string, max: number): string[] | undefined {
    const text = this.optionalText(name);
    if (text === undefined || text === '') return undefined;
    const entries = text.split(',').map((entry) => entry.trim());
    if (entries.some((entry) => entry === '')) throw badlyFormed(name);
    if (entries.length > max) throw outOfRange(name);
    return entries;
  }

  /** At most one of the names may be given. @throws Refusal 2 */
  atMostOneOf(...names: string[]): void {
    if (names.filter((name) => this.has(name)).length > 1) {
      throw new Refusal(CODES.parameterWrong, `only one of ${names.join(', ')} may be given`);
    }
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function missing(name: string): Refusal {
  return new Refusal(CODES.missing, `required parameter is missing: ${name}`);
}

export function outOfRange(name: string): Refusal {
  return new Refusal(CODES.outOfRange, `parameter is out of range: ${name}`);
}

export function badlyFormed(name: string): Refusal {
  return new Refusal(CODES.badlyFormed, `parameter is badly formed: ${name}`);
}

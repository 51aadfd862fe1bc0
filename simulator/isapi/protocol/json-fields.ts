import { isObject } from '../../server/fields.js';
import { badParameters, IsapiRefusal } from '../status.js';

// Control characters have no place in a name, and none in the XML that carries it on.
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

/** A JSON object, read field by field; null counts as missing. Every reader refuses with `badParameters` and the field's name. */
export class JsonFields {
  constructor(private readonly body: Readonly<Record<string, unknown>>) {}

  /** @throws IsapiRefusal badJsonFormat */
  static parse(body: Buffer): JsonFields {
    try {
      const value: unknown = JSON.parse(body.toString('utf8'));
      if (isObject(value)) return new JsonFields(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw new IsapiRefusal('badJsonFormat');
  }

  has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  text(name: string, maxBytes: number): string {
    const value = this.optionalText(name, maxBytes);
    if (value === undefined || value === '') throw badParameters(name);
    return value;
  }

  optionalText(name: string, maxBytes: number): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || Buffer.byteLength(value) > maxBytes || CONTROL_CHARACTER.test(value)) {
      throw badParameters(name);
    }
    return value;
  }

  integer(name: string, min: number, max: number): number {
    const value = this.optionalInteger(name, min, max);
    if (value === undefined) throw badParameters(name);
    return value;
  }

  optionalInteger(name: string, min: number, max: number): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw badParameters(name);
    return value;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw badParameters(name);
  }

  optionalOneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const found = allowed.find((each) => each === value);
    if (found === undefined) throw badParameters(name);
    return found;
  }

  object(name: string): JsonFields {
    const value = this.optionalObject(name);
    if (value === undefined) throw badParameters(name);
    return value;
  }

  optionalObject(name: string): JsonFields | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw badParameters(name);
    return new JsonFields(value);
  }

  optionalObjects(name: string): JsonFields[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw badParameters(name);
    return value.map((entry: unknown) => {
      if (!isObject(entry)) throw badParameters(name);
      return new JsonFields(entry);
    });
  }

  private value(name: string): unknown {
    return this.body[name] ?? undefined;
  }
}

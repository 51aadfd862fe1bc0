import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { isEmail, isUUID, ValidateNested } from 'class-validator';
import {
  convert,
  convertQuery,
  EachRule,
  isPrintable,
  lengthInCodePoints,
  presence,
  type PresenceOptions,
  Rule,
  trimText,
} from './field-rules.js';
import { type ClassOf, HasShape } from './field-shapes.js';
import { parseInstant } from './instant.js';

/**
 * Decorators that validate a field of a request AND document it, so that neither can be forgotten or disagree with
 * the other. On a response class they only document. Every text is trimmed first.
 */
export interface FieldOptions extends PresenceOptions {
  readonly description?: string;
  readonly example?: unknown;
}

export interface TextOptions extends FieldOptions {
  /** Code points after trimming. Default: 1 for a field that must be there, else 0. */
  readonly min?: number;
  readonly max: number;
  /** Line ends are allowed; no other control character ever is. */
  readonly multiline?: boolean;
  /** Fault code `matches`. */
  readonly pattern?: RegExp;
}

/** Faults: `isNotEmpty`, `isString`, `minLength`, `maxLength`, `noControlCharacters`, `matches`. */
export function TextField(options: TextOptions): PropertyDecorator {
  const { max, pattern, multiline = false } = options;
  const min = options.min ?? (isRequired(options) ? 1 : 0);
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isString' }),
    document(options, {
      type: String,
      maxLength: max,
      ...(min > 0 && { minLength: min }),
      ...(pattern && { pattern: pattern.source }),
    }),
    convert(trimText),
    ...presence(options),
    ...(min > 0 ? [Rule('isNotEmpty', (value) => value !== '')] : []),
    Rule('isString', isString),
    ...(min > 1 ? [Rule('minLength', (value) => lengthInCodePoints(value) >= min, { min })] : []),
    Rule('maxLength', (value) => lengthInCodePoints(value) <= max, { max }),
    Rule('noControlCharacters', (value) => isPrintable(value, multiline)),
    ...(pattern ? [Rule('matches', (value) => typeof value === 'string' && pattern.test(value))] : []),
  );
}

/** A password or key: never trimmed, never shown. Faults: `isNotEmpty`, `isString`, `minLength`, `maxLength`. */
export function SecretField(
  options: FieldOptions & { readonly min?: number; readonly max: number },
): PropertyDecorator {
  const { min = 1, max } = options;
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isString' }),
    document(options, { type: String, format: 'password', minLength: min, maxLength: max, writeOnly: true }),
    ...presence(options),
    Rule('isNotEmpty', (value) => value !== ''),
    Rule('isString', isString),
    Rule('minLength', (value) => lengthInCodePoints(value) >= min, { min }),
    Rule('maxLength', (value) => lengthInCodePoints(value) <= max, { max }),
  );
}

/** RFC 5321, section 4.5.3.1.3, less the two brackets of a path. */
const EMAIL_MAX = 254;

/** Faults: those of a text, `isEmail`. */
export function EmailField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isString' }),
    document({ example: 'host@example.org', ...options }, { type: String, format: 'email', maxLength: EMAIL_MAX }),
    convert(trimText),
    ...presence(options),
    Rule('isNotEmpty', (value) => value !== ''),
    Rule('isString', isString),
    Rule('maxLength', (value) => lengthInCodePoints(value) <= EMAIL_MAX, { max: EMAIL_MAX }),
    Rule('isEmail', (value) => isPrintable(value, false) && isEmail(value)),
  );
}

/** RFC 3339 with an offset, a day the calendar has; the property is a `Date`. Faults: `isNotEmpty`, `isInstantWithOffset`. */
export function InstantField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isInstantWithOffset' }),
    document({ example: '2026-11-20T09:00:00+05:00', ...options }, { type: String, format: 'date-time' }),
    convert((value) => (typeof value === 'string' ? (parseInstant(value.trim()) ?? value) : value)),
    ...presence(options),
    Rule('isInstantWithOffset', (value) => value instanceof Date),
  );
}

/** Faults: `isNotEmpty`, `isIn`. */
export function EnumField(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isIn' }),
    document(options, { enum: [...values] }),
    ...presence(options),
    Rule('isIn', (value) => isString(value) && values.includes(value), { values: values.join(', ') }),
  );
}

export interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}

const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** A whole number; from a query string also as text. Faults: `isNotEmpty`, `isInt`, `min`, `max`. */
export function IntField(options: NumberOptions = {}): PropertyDecorator {
  const { min, max } = options;
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isInt' }),
    document(options, {
      type: 'integer',
      ...(min !== undefined && { minimum: min }),
      ...(max !== undefined && { maximum: max }),
    }),
    convertQuery((value) => (isString(value) && WHOLE_NUMBER.test(value) ? Number(value) : value)),
    ...presence(options),
    Rule('isInt', (value) => Number.isSafeInteger(value)),
    ...(min === undefined ? [] : [Rule('min', (value) => typeof value === 'number' && value >= min, { min })]),
    ...(max === undefined ? [] : [Rule('max', (value) => typeof value === 'number' && value <= max, { max })]),
  );
}

/** From a query string also `true` and `false` as text. Faults: `isNotEmpty`, `isBoolean`. */
export function BoolField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isBoolean' }),
    document(options, { type: Boolean }),
    convertQuery((value) => (value === 'true' ? true : value === 'false' ? false : value)),
    ...presence(options),
    Rule('isBoolean', (value) => typeof value === 'boolean'),
  );
}

/** An id of ours. Faults: `isNotEmpty`, `isUuid`. */
export function IdField(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'value', code: 'isUuid' }),
    document(options, { type: String, format: 'uuid' }),
    ...presence(options),
    Rule('isUuid', (value) => isString(value) && isUUID(value, 'all')),
  );
}

export interface ListOptions extends FieldOptions {
  /** Items; default 0. */
  readonly minItems?: number;
  readonly maxItems: number;
}

export interface TextListOptions extends ListOptions {
  /** Code points of one item, after trimming; at least 1. */
  readonly max: number;
}

/** Distinct texts; from a query string a single one is a list of one. Faults: `isArray`, `arrayMinSize`, `arrayMaxSize`, `isDistinct`, those of a text at `/list/index`. */
export function TextListField(options: TextListOptions): PropertyDecorator {
  const { max } = options;
  return applyDecorators(
    HasShape({ kind: 'values', code: 'isString', maxItems: options.maxItems }),
    document(options, listSchema(options, { type: 'string', minLength: 1, maxLength: max }, true)),
    convertQuery(asList),
    convert((value) => (Array.isArray(value) ? value.map(trimText) : value)),
    ...listRules(options),
    EachRule('isString', isString),
    EachRule('isNotEmpty', (item) => item !== ''),
    EachRule('maxLength', (item) => lengthInCodePoints(item) <= max, { max }),
    EachRule('noControlCharacters', (item) => isPrintable(item, false)),
    Rule('isDistinct', isDistinct),
  );
}

/** Distinct members of `values`; from a query string a single one is a list of one: `?status=a&status=b`. */
export function EnumListField(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const list = { ...options, maxItems: values.length };
  return applyDecorators(
    HasShape({ kind: 'values', code: 'isIn', maxItems: values.length }),
    document(options, listSchema(list, { type: 'string', enum: [...values] }, true)),
    convertQuery(asList),
    ...listRules(list),
    EachRule('isIn', (item) => isString(item) && values.includes(item), { values: values.join(', ') }),
    Rule('isDistinct', isDistinct),
  );
}

/** An object with fields of its own, validated in turn. Faults: `isNotEmpty`, `isObject`, those of its fields at `/field/…`. */
export function NestedField(type: () => ClassOf, options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    HasShape({ kind: 'object', type }),
    // Swagger knows a late type by the name of its function.
    document(options, { type: () => type() }),
    Type(type),
    ...presence(options),
    Rule('isObject', (value) => value instanceof type()),
    ValidateNested(),
  );
}

/** A list of such objects. Faults: `isArray`, `arrayMinSize`, `arrayMaxSize`, `isObject`, those of the fields at `/list/index/…`. */
export function NestedListField(type: () => ClassOf, options: ListOptions): PropertyDecorator {
  const { minItems = 0, maxItems } = options;
  return applyDecorators(
    HasShape({ kind: 'objects', type, maxItems }),
    document(options, { type: () => type(), isArray: true, minItems, maxItems }),
    Type(type),
    ...listRules(options),
    EachRule('isObject', (item) => item instanceof type()),
    ValidateNested({ each: true }),
  );
}

function listRules(options: ListOptions): PropertyDecorator[] {
  const { minItems = 0, maxItems } = options;
  const size = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
  return [
    ...presence(options),
    Rule('isArray', (value) => Array.isArray(value)),
    Rule('arrayMinSize', (value) => size(value) >= minItems, { min: minItems }),
    Rule('arrayMaxSize', (value) => size(value) <= maxItems, { max: maxItems }),
  ];
}

function listSchema(
  { minItems = 0, maxItems }: ListOptions,
  items: { type: string; minLength?: number; maxLength?: number; enum?: string[] },
  uniqueItems: boolean,
): ApiPropertyOptions {
  return { type: 'array', items, minItems, maxItems, uniqueItems };
}

function document(options: FieldOptions, schema: ApiPropertyOptions): PropertyDecorator {
  const { description, example, optional = false, nullable = false } = options;
  return ApiProperty({
    ...schema,
    required: !optional,
    ...(nullable && { nullable }),
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  } as ApiPropertyOptions);
}

function isRequired({ optional = false, nullable = false }: PresenceOptions): boolean {
  return !optional && !nullable;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function asList(value: unknown): unknown {
  return isString(value) ? [value] : value;
}

function isDistinct(value: unknown): boolean {
  return Array.isArray(value) && new Set(value).size === value.length;
}

import { Transform, type TransformFnParams } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

/** What a detail text may quote of the rule: never of the value. */
export type RuleParameters = Readonly<Record<string, string | number>>;

/** Carried as the message of a validation error, since that library has no other place for it. */
export interface BrokenRule {
  readonly parameters: RuleParameters;
  /** Where in a list the first offender stands; null when the fault is of the whole value. */
  readonly index: number | null;
}

/** class-transformer group of values that arrive as text: query strings. Bodies are never coerced. */
export const QUERY_GROUP = 'query';

/** A rule of one value, reported under `code`. */
export function Rule(
  code: string,
  holds: (value: unknown) => boolean,
  parameters: RuleParameters = {},
): PropertyDecorator {
  return carry(code, (value) => (holds(value) ? null : { parameters, index: null }));
}

/** A rule of each item of a list: the fault points at the first item that breaks it. */
export function EachRule(
  code: string,
  holds: (item: unknown) => boolean,
  parameters: RuleParameters = {},
): PropertyDecorator {
  return carry(code, (value) => {
    const index = Array.isArray(value) ? value.findIndex((item) => !holds(item)) : -1;
    return index < 0 ? null : { parameters, index };
  });
}

function carry(code: string, check: (value: unknown) => BrokenRule | null): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: {
      validate: (value) => check(value) === null,
      defaultMessage: (args?: ValidationArguments) => JSON.stringify(check(args?.value)),
    },
  });
}

export interface PresenceOptions {
  /** May be absent. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
}

/** What every field says first: whether it must be there. Null and absent are two things. */
export function presence({ optional = false, nullable = false }: PresenceOptions): PropertyDecorator[] {
  const skipsAbsent = ValidateIf((_, value) => !(optional && value === undefined));
  const skipsNull = ValidateIf((_, value) => !(nullable && value === null));
  return [skipsAbsent, skipsNull, Rule('isNotEmpty', (value) => value !== undefined && value !== null)];
}

/** Changes values of the right type; anything else stays, for the rules to refuse. */
export function convert(change: (value: unknown) => unknown): PropertyDecorator {
  return Transform(({ value }: TransformFnParams) => change(value), { toClassOnly: true });
}

/** The same, only where all values arrive as text. */
export function convertQuery(change: (value: unknown) => unknown): PropertyDecorator {
  return Transform(({ value }: TransformFnParams) => change(value), { toClassOnly: true, groups: [QUERY_GROUP] });
}

export function trimText(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

const SURROGATE_PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Characters as a person counts them: an emoji outside the basic plane is one. */
export function lengthInCodePoints(value: unknown): number {
  if (typeof value !== 'string') return 0;
  return value.length - (value.match(SURROGATE_PAIRS)?.length ?? 0);
}

/** Control characters, and halves of a surrogate pair, which no database stores. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const LINE_ENDS = /\r\n|\n/g;

export function isPrintable(value: unknown, isMultiline: boolean): boolean {
  if (typeof value !== 'string') return false;
  return !UNPRINTABLE.test(isMultiline ? value.replace(LINE_ENDS, '') : value);
}

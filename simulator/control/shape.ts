import { isObject } from '../server/fields.js';

/** Says what is wrong with a value, each mistake with its path; nothing when it fits. */
export type Shape = (value: unknown, path: string) => readonly string[];

export type Shapes = Readonly<Record<string, Shape>>;

function expected(isRight: (value: unknown) => boolean, what: string): Shape {
  return (value, path) => (isRight(value) ? [] : [`${path}: must be ${what}`]);
}

export const anything: Shape = () => [];
export const boolean = expected((value) => typeof value === 'boolean', 'true or false');
export const text = expected((value) => typeof value === 'string' && value !== '', 'a text that is not empty');
export const anyText = expected((value) => typeof value === 'string', 'a text');
export const plainObject = expected(isObject, 'an object');
export const share = expected((value) => typeof value === 'number' && value >= 0 && value <= 1, 'a number from 0 to 1');

export function integer(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Shape {
  const range =
    min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}${max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`}`;
  return expected(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    `a whole number${range}`,
  );
}

export const milliseconds = integer(0);

export function matching(form: RegExp, what: string): Shape {
  return expected((value) => typeof value === 'string' && form.test(value), what);
}

export function oneOf(...values: readonly unknown[]): Shape {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return expected((value) => values.includes(value), values.length === 1 ? list : `one of ${list}`);
}

export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

export function listOf(shape: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => shape(entry, `${path}[${index}]`))
      : [`${path}: must be a list`];
}

export function recordOf(shape: Shape): Shape {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, entry]) => shape(entry, below(path, name)))
      : [`${path}: must be an object`];
}

/** An object of these names and no others; the optional ones may be left out. */
export function object(required: Shapes, optional: Shapes = {}, ...rules: readonly Rule[]): Shape {
  const known = { ...required, ...optional };
  return (value, path) => {
    if (!isObject(value)) return [`${path || 'body'}: must be an object`];
    const absent = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    return [
      ...absent.map((name) => `${below(path, name)}: is missing`),
      ...Object.entries(value).flatMap(([name, entry]) => {
        const shape = Object.hasOwn(known, name) ? known[name] : undefined;
        return shape === undefined ? [`${below(path, name)}: is not known here`] : shape(entry, below(path, name));
      }),
      ...rules.flatMap((rule) => rule(value, path)),
    ];
  };
}

type Rule = (value: Readonly<Record<string, unknown>>, path: string) => readonly string[];

export function exactlyOneOf(...names: readonly string[]): Rule {
  return (value, path) => {
    const given = names.filter((name) => Object.hasOwn(value, name));
    return given.length === 1 ? [] : [`${path || 'body'}: needs exactly one of ${names.join(', ')}`];
  };
}

export function atLeastOneOf(...names: readonly string[]): Rule {
  return (value, path) =>
    names.some((name) => Object.hasOwn(value, name)) ? [] : [`${path || 'body'}: needs one of ${names.join(', ')}`];
}

/** `name` needs `other` when it has this value. */
export function needsWith(name: string, is: unknown, other: string): Rule {
  return (value, path) =>
    value[name] === is && !Object.hasOwn(value, other)
      ? [`${below(path, other)}: is missing, which ${name} ${JSON.stringify(is)} needs`]
      : [];
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { QUERY_GROUP } from '../../../../src/platform/http/field-rules.js';
import {
  BoolField,
  EmailField,
  EnumField,
  EnumListField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  NestedListField,
  TextField,
  TextListField,
} from '../../../../src/platform/http/fields.js';

type Class = new () => object;

function faultCodes(type: Class, value: unknown, groups: string[] = []): Record<string, string[]> {
  const instance = plainToInstance<object, unknown>(type, value, { groups });
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  return Object.fromEntries(errors.flatMap((error) => flatten(error, '')));
}

function flatten(error: ValidationError, above: string): [string, string[]][] {
  const path = `${above}/${error.property}`;
  const own: [string, string[]][] = error.constraints ? [[path, Object.keys(error.constraints)]] : [];
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, path))];
}

function only(field: PropertyDecorator): Class {
  class Subject {
    declare value: unknown;
  }
  field(Subject.prototype, 'value');
  return Subject;
}

function codesOf(field: PropertyDecorator, value: unknown, groups?: string[]): string[] {
  return faultCodes(only(field), value === undefined ? {} : { value }, groups)['/value'] ?? [];
}

function valueOf(field: PropertyDecorator, value: unknown, groups: string[] = []): unknown {
  return (plainToInstance(only(field), { value }, { groups }) as { value: unknown }).value;
}

describe('TextField', () => {
  it.each([
    ['absent', undefined, ['isNotEmpty']],
    ['null', null, ['isNotEmpty']],
    ['only spaces', '  \n ', ['isNotEmpty']],
    ['a number', 7, ['isString']],
    ['an object', {}, ['isString']],
    ['too long', 'abcdef', ['maxLength']],
    ['a tab inside', 'a\tb', ['noControlCharacters']],
    ['a line end inside', 'a\nb', ['noControlCharacters']],
    ['a zero byte', 'a\u0000', ['noControlCharacters']],
    ['half a surrogate pair', 'a\ud800b', ['noControlCharacters']],
    ['just long enough', '  abcde ', []],
    ['five emoji', '😀😀😀😀😀', []],
    ['six emoji', '😀😀😀😀😀😀', ['maxLength']],
  ])('%s', (_, value, expected) => {
    expect(codesOf(TextField({ max: 5 }), value)).toEqual(expected);
  });

  it('trims', () => expect(valueOf(TextField({ max: 5 }), '  ab ')).toBe('ab'));
  it('lets line ends pass where they are meant, and nothing else', () => {
    expect(codesOf(TextField({ max: 9, multiline: true }), 'a\r\nb\nc')).toEqual([]);
    expect(codesOf(TextField({ max: 9, multiline: true }), 'a\rb')).toEqual(['noControlCharacters']);
  });
  it('knows absent from null', () => {
    expect(codesOf(TextField({ max: 5, optional: true }), undefined)).toEqual([]);
    expect(codesOf(TextField({ max: 5, optional: true }), null)).toEqual(['isNotEmpty']);
    expect(codesOf(TextField({ max: 5, nullable: true }), null)).toEqual([]);
    expect(codesOf(TextField({ max: 5, nullable: true }), undefined)).toEqual(['isNotEmpty']);
  });
});

describe('InstantField', () => {
  it.each([
    ['2026-11-20T09:00:00+05:00', '2026-11-20T04:00:00.000Z'],
    ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.000Z'],
    ['2026-11-20t09:00:00.1239z', '2026-11-20T09:00:00.123Z'],
    ['2024-02-29T23:59:59-00:30', '2024-03-01T00:29:59.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(valueOf(InstantField(), text)).toEqual(new Date(instant));
    expect(codesOf(InstantField(), text)).toEqual([]);
  });

  it.each([
    '2026-11-20T09:00:00',
    '2026-11-20',
    '2026-02-30T09:00:00Z',
    '2025-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T09:60:00Z',
    '2026-11-20T09:00:60Z',
    '2026-11-20T09:00:00+24:00',
    '2026-11-20 09:00:00Z',
    '2026-11-20T09:00Z',
    '+02026-11-20T09:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    1_700_000_000_000,
    {},
  ])('%s is refused', (value) => {
    expect(codesOf(InstantField(), value)).toEqual(['isInstantWithOffset']);
  });
});

describe('numbers and booleans', () => {
  it.each([
    [1, []],
    [10, []],
    [0, ['min']],
    [11, ['max']],
    [1.5, ['isInt']],
    ['5', ['isInt']],
    [true, ['isInt']],
    [Number.NaN, ['isInt']],
  ])('in a body %s gives %s', (value, expected) => {
    expect(codesOf(IntField({ min: 1, max: 10 }), value)).toEqual(expected);
  });

  it('are read from text in a query string only', () => {
    expect(valueOf(IntField(), '5', [QUERY_GROUP])).toBe(5);
    expect(codesOf(IntField(), '5e1', [QUERY_GROUP])).toEqual(['isInt']);
    expect(codesOf(IntField(), '', [QUERY_GROUP])).toEqual(['isInt']);
    expect(valueOf(BoolField(), 'false', [QUERY_GROUP])).toBe(false);
    expect(codesOf(BoolField(), '1', [QUERY_GROUP])).toEqual(['isBoolean']);
    expect(codesOf(BoolField(), 'true')).toEqual(['isBoolean']);
    expect(codesOf(BoolField(), 1)).toEqual(['isBoolean']);
  });
});

describe('addresses, members, ids', () => {
  it.each([
    ['host@example.org', []],
    ['not an address', ['isEmail']],
    ['a@b@example.org', ['isEmail']],
    [`${'a'.repeat(64)}@${'b'.repeat(186)}.org`, ['maxLength']],
    ['', ['isNotEmpty']],
    [7, ['isString']],
  ])('an address: %s', (value, expected) => expect(codesOf(EmailField(), value)).toEqual(expected));

  it('a member is one of the named, and no property of an array', () => {
    expect(codesOf(EnumField(['guest', 'student']), 'guest')).toEqual([]);
    expect(codesOf(EnumField(['guest', 'student']), 'length')).toEqual(['isIn']);
  });

  it('an id', () => {
    expect(codesOf(IdField(), '019a9f6e-6f1c-7a52-8f4e-0123456789ab')).toEqual([]);
    expect(codesOf(IdField(), '1')).toEqual(['isUuid']);
  });
});

describe('lists', () => {
  const levels = (): PropertyDecorator => TextListField({ max: 3, minItems: 1, maxItems: 3 });
  it.each([
    [['a', 'b'], []],
    [[], ['arrayMinSize']],
    [['a', 'b', 'c', 'd'], ['arrayMaxSize']],
    ['a', ['isArray']],
    [{ 0: 'a', length: 1 }, ['isArray']],
    [['a', ' a '], ['isDistinct']],
    [['a', 5], ['isString']],
    [['a', ''], ['isNotEmpty']],
    [['abcd'], ['maxLength']],
  ])('%j gives %s', (value, expected) => expect(codesOf(levels(), value)).toEqual(expected));

  it('of members: one in a query string is a list of one', () => {
    const statuses = (): PropertyDecorator => EnumListField(['expected', 'checked_in']);
    expect(valueOf(statuses(), 'expected', [QUERY_GROUP])).toEqual(['expected']);
    expect(codesOf(statuses(), ['expected', 'gone'])).toEqual(['isIn']);
  });
});

describe('nested objects', () => {
  class Guest {
    @TextField({ max: 5 })
    fullName!: string;
  }
  class Announcement {
    @NestedField(() => Guest)
    guest!: Guest;

    @NestedListField(() => Guest, { maxItems: 2, optional: true })
    others?: Guest[];
  }

  it('are validated in turn', () => {
    expect(faultCodes(Announcement, { guest: {}, others: [{ fullName: 'Ann' }, { fullName: 'x', age: 1 }] })).toEqual({
      '/guest/fullName': ['isNotEmpty'],
      '/others/1/age': ['whitelistValidation'],
    });
  });

  it.each([[null], ['text'], [7], [[]], [[{ fullName: 'Ann' }]]])('%j is no object', (guest) => {
    expect(Object.keys(faultCodes(Announcement, { guest }))).toContain('/guest');
  });

  it.each([[['text']], [[null]], [[[]]]])('a list with %j inside is refused', (others) => {
    expect(faultCodes(Announcement, { guest: { fullName: 'Ann' }, others })['/others']).toContain('isObject');
  });
});

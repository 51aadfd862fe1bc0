/** What a field takes, as the contract says it. */
export type FieldKind =
  | { readonly kind: 'text'; readonly max: number; readonly isMultiline?: boolean }
  | { readonly kind: 'secret'; readonly max: number }
  | { readonly kind: 'email' | 'instant' | 'enum' | 'bool' | 'object' | 'id' }
  | { readonly kind: 'int'; readonly max: number; /** Default 1. */ readonly min?: 0 }
  | { readonly kind: 'texts' | 'objects'; readonly max: number };

export interface FieldRule {
  readonly takes: FieldKind;
  readonly isNullable?: boolean;
  /** Required: to be refused when absent. */
  readonly isRequired?: boolean;
}

/** Marks a field that is left out of the body. */
export const ABSENT = Symbol('absent');

const NOT_A_VALUE: readonly unknown[] = [[], {}, ['a'], { $gt: '' }, [[[]]]];
const NOT_A_TEXT: readonly unknown[] = [7, 0, -1, 1e308, true, false, ...NOT_A_VALUE];
/** Never stored, in whatever text. */
const TABBED = 'a\tb';
const UNPRINTABLE: readonly unknown[] = ['a\u0000b', 'a\u001bb', 'a\u0085b', 'a\u007fb', '\ud800', 'a\udc00b', TABBED];
/** Under the limit of a body, far above that of any field. */
const HUGE_TEXT = 'x'.repeat(900_000);

const WRONG_INSTANTS: readonly unknown[] = [
  '',
  'tomorrow',
  '2030-05-01',
  '2030-05-01T09:00:00',
  '2030-05-01T09:00Z',
  '2030-02-30T09:00:00Z',
  '2030-13-01T09:00:00Z',
  '2030-05-01T24:00:00Z',
  '2030-05-01T09:00:60Z',
  '2030-05-01T09:00:00+25:00',
  '2030-05-01 09:00:00Z',
  '+275760-09-13T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '2030-05-01T09:00:00Z\u0000',
  1_900_000_000_000,
  true,
  HUGE_TEXT,
  ...NOT_A_VALUE,
];

/** Everything that a field of this kind must refuse with 400 and a pointer to itself (or into itself). */
export function wrongValuesOf({ takes, isNullable = false, isRequired = false }: FieldRule): readonly unknown[] {
  const wrong = [...wrongOfKind(takes)];
  if (!isNullable) wrong.push(null);
  if (isRequired) wrong.push(ABSENT);
  return wrong;
}

function wrongOfKind(takes: FieldKind): readonly unknown[] {
  switch (takes.kind) {
    case 'text':
      return [
        ...NOT_A_TEXT,
        ...UNPRINTABLE.filter((value) => !takes.isMultiline || value !== TABBED),
        'a'.repeat(takes.max + 1),
        '😀'.repeat(takes.max + 1),
        HUGE_TEXT,
      ];
    case 'secret':
      return [...NOT_A_TEXT, '', 'a'.repeat(takes.max + 1), HUGE_TEXT];
    case 'email':
      return [
        ...NOT_A_TEXT,
        ...UNPRINTABLE,
        '',
        'at home',
        'a@',
        '@b.example',
        `${'a'.repeat(250)}@b.example`,
        'a@b\n.example',
      ];
    case 'instant':
      return WRONG_INSTANTS;
    case 'enum':
      return [...NOT_A_TEXT, '', 'other', '__proto__', 'constructor', 'GUEST', HUGE_TEXT];
    case 'bool':
      return ['true', '', 0, 1, ...NOT_A_VALUE];
    case 'int':
      return ['3', '', ...(takes.min === 0 ? [] : [0]), -1, 1.5, takes.max + 1, 1e308, 2 ** 53, true, ...NOT_A_VALUE];
    case 'id':
      return [...NOT_A_TEXT, '', 'seven', '0190a0a0-0000-7000-8000-00000000000g', HUGE_TEXT];
    case 'object':
      return ['a', '', 7, true, [], [{}], ['a']];
    case 'objects':
      return [
        'a',
        7,
        true,
        {},
        ['a'],
        [7],
        [null],
        [[]],
        Array.from({ length: takes.max + 1 }, () => ({})),
        { length: 1 },
      ];
    case 'texts':
      return wrongTexts(takes.max);
  }
}

function wrongTexts(max: number): readonly unknown[] {
  const tooMany = Array.from({ length: max + 1 }, (_, index) => String(index));
  return [
    '1',
    7,
    true,
    {},
    { length: 1 },
    [],
    [7],
    [null],
    [[]],
    [{}],
    [''],
    ['  '],
    ['a\u0000'],
    ['1', '1'],
    tooMany,
    ['x'.repeat(65)],
  ];
}

/** A short name for the title of a test. */
export function nameOf(value: unknown): string {
  if (value === ABSENT) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
}

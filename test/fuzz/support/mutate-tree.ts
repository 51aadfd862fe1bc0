import { copyOf, type Slot, slotsOf, toTree, type Tree } from './answer-tree.js';
import { type Dice } from './dice.js';
import { MARK, SECRETS } from './marks.js';

type Root = { tree: Tree };
export type TreeMutation = (root: Root, dice: Dice) => void;

const ODD_NUMBERS = [
  ...['0', '-0', '-1', '1', '2', '3', '0.5', '-2.25', '1e3', '1e308', '1e309', '-1e309', '1e-400', '9007199254740993'],
  ...['2147483648', '-2147483649', '4294967296', '999999999999999', '9999999999999999999999', '500', '501', '00'],
];
const ODD_TEXTS = [
  ...['', 'null', 'undefined', 'NaN', '0', '-1', '1e3', '0x10', ' 7 ', '٣', 'true', '[]', '{}', '\0', 'a\0b', '\ud800'],
  ...['a\udfff', '\uFEFF', '‮gnp', "'; DROP TABLE visits; --", '<script>', '\r\nX: y', '%s%n', '../../etc/passwd'],
  ...['1970-01-01T00:00:00Z', '2026-13-45T99:99:99+99:99', '275760-09-13T00:00:00Z', '2026-01-01T08:00:00', '0000'],
  ...['2026-01-01T08:00:00+14:00', '2026-02-30T08:00:00+00:00', '0xffffffff', '999999999999999999999'],
];
const CODES = [
  ...['0', '00', '0x0', '0X00000000', '1', '2', '4', '5', '6', '8', '9', '17', '64', '128', '129', '130', '131', '132'],
  ...['192', '194', '0x02401003', '0x02401009', '0x0240100A', '0x00052102', '0x00052103', '0x00052301', '0x00072001'],
  ...[
    '0x00072004',
    '0x00072201',
    '0x00072203',
    '0x00072204',
    '0x00052101',
    '4711',
    '-1',
    'ok',
    '',
    '0 ',
    '1e0',
    '128.0',
  ],
];
const TIMES = [
  ...['1970-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1767225600000'],
  ...['0000-00-00T00:00:00+00:00', '2026-02-29T08:00:00+00:00', '2026-01-01T08:00:00+99:99', '2026-01-01 08:00:00'],
  ...['2026-01-01T24:00:00Z', '2026-01-01T08:00:60Z', '2026-01-01T08:00:00.123456789+0530', '+275760-09-13T00:00:00Z'],
];
const LENGTHS = [255, 256, 257, 300, 3_000];

const NEW_VALUES: readonly ((dice: Dice) => Tree)[] = [
  () => raw('null'),
  () => raw('""'),
  () => raw('"null"'),
  () => raw('[]'),
  () => raw('{}'),
  () => raw('[[]]'),
  () => raw('[null,1,"a",[{}]]'),
  (dice) => raw(dice.pick(['true', 'false'])),
  (dice) => raw(dice.pick(ODD_NUMBERS)),
  (dice) => toTree(dice.pick(ODD_NUMBERS)),
  (dice) => toTree(dice.pick(ODD_TEXTS)),
  () => toTree('a\0b'),
  (dice) => toTree(dice.pick(SECRETS)),
  (dice) => toTree(MARK.repeat(Math.ceil(dice.pick(LENGTHS) / MARK.length))),
  (dice) => toTree('7'.repeat(dice.pick(LENGTHS))),
  (dice) => nested(dice.pick([2, 20, 63, 64, 70, 500, 5_000])),
];

/** By name, so that a failure tells what was done to the answer. */
export const TREE_MUTATIONS: Readonly<Record<string, TreeMutation>> = {
  replace: (root, dice) => dice.pick(slotsOf(root)).set(dice.pick(NEW_VALUES)(dice)),
  'replace-value': (root, dice) => onSome(slotsOf(root).filter(isLeaf), dice, (slot) => slot.set(newValue(dice))),
  drop: (root, dice) => onEntries(root, dice, (entries, at) => entries.splice(at, 1)),
  rename: (root, dice) =>
    onEntries(root, dice, (entries, at) => (entries[at]!.key += dice.pick(['X', ' ', '\0', MARK]))),
  recase: (root, dice) => onEntries(root, dice, (entries, at) => (entries[at]!.key = recased(entries[at]!.key, dice))),
  'recase-all': (root) => {
    for (const entries of objectsOf(root)) for (const entry of entries) entry.key = entry.key.toUpperCase();
  },
  double: (root, dice) => onEntries(root, dice, (entries, at) => entries.push(entryLike(entries[at]!, dice))),
  hostile: (root, dice) =>
    onEntries(root, dice, (entries) => {
      const value = dice.pick([toTree({ polluted: MARK, code: '0', list: [] }), raw('null'), copyOf(root.tree)]);
      entries.unshift({
        key: dice.pick(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']),
        value,
      });
    }),
  swap: (root, dice) => {
    const slots = slotsOf(root).slice(1);
    if (slots.length < 2) return;
    const [one, other] = [dice.pick(slots), dice.pick(slots)];
    const [first, second] = [copyOf(one.get()), copyOf(other.get())];
    one.set(second);
    other.set(first);
  },
  'as-text': (root, dice) => onSome(slotsOf(root).filter(isLeaf), dice, (slot) => slot.set(asText(slot.get()))),
  wrap: (root, dice) => {
    const slot = dice.pick(slotsOf(root));
    const inner = copyOf(slot.get());
    slot.set(
      dice.has(0.5) ? { kind: 'list', items: [inner] } : { kind: 'object', entries: [{ key: 'data', value: inner }] },
    );
  },
  repeat: (root, dice) =>
    onLists(root, dice, (items) => {
      const item = dice.pick(items);
      for (let count = dice.pick(dice.has(0.06) ? [498, 600] : [1, 1, 2, 3, 20]); count > 0; count -= 1)
        items.push(copyOf(item));
    }),
  thin: (root, dice) => onLists(root, dice, (items) => items.splice(dice.below(items.length), 1)),
  spoil: (root, dice) => onLists(root, dice, (items) => (items[dice.below(items.length)] = newValue(dice))),
  'lie-total': (root, dice) => {
    const slots = slotsOf(root).filter(({ key }) => /^(total|totalNum|.*count|page(no|size))$/i.test(key ?? ''));
    onSome(slots, dice, (slot) => slot.set(raw(dice.pick(ODD_NUMBERS))));
  },
  'other-time': (root, dice) => {
    const slots = slotsOf(root).filter((slot) => isLeaf(slot) && /time$/i.test(slot.key ?? ''));
    onSome(slots, dice, (slot) => slot.set(toTree(dice.pick(TIMES))));
  },
  code: (root, dice) => {
    const slots = slotsOf(root).filter(({ key }) => key?.toLowerCase() === 'code');
    const code = dice.pick(CODES);
    onSome(slots, dice, (slot) =>
      slot.set(dice.has(0.3) && /^\d+$/.test(code) ? raw(String(Number(code))) : toTree(code)),
    );
  },
  msg: (root, dice) => {
    const slots = slotsOf(root).filter(({ key }) => key?.toLowerCase() === 'msg');
    onSome(slots, dice, (slot) => slot.set(toTree(dice.pick([...SECRETS, `${MARK} 60051`, '0', 'Success']))));
  },
  'other-shape': (root, dice) => {
    const slots = slotsOf(root).filter(({ key }) => key?.toLowerCase() === 'list');
    onSome(slots, dice, (slot) =>
      slot.set(toTree(dice.pick([{ PrivilegeGroupInfo: [] }, [{ PrivilegeGroupInfo: [{ privilegeGroupId: '3' }] }]]))),
    );
  },
};
export const TREE_MUTATION_NAMES = Object.keys(TREE_MUTATIONS);

function newValue(dice: Dice): Tree {
  return dice.pick(NEW_VALUES)(dice);
}

function raw(text: string): Tree {
  return { kind: 'raw', text };
}

function nested(depth: number): Tree {
  return raw(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
}

function isLeaf(slot: Slot): boolean {
  return slot.get().kind === 'raw';
}

function onSome(slots: readonly Slot[], dice: Dice, act: (slot: Slot) => void): void {
  if (slots.length > 0) act(dice.pick(slots));
}

type Entries = Extract<Tree, { kind: 'object' }>['entries'];

function objectsOf(root: Root): Entries[] {
  return slotsOf(root).flatMap((slot) => {
    const tree = slot.get();
    return tree.kind === 'object' ? [tree.entries] : [];
  });
}

function onEntries(root: Root, dice: Dice, act: (entries: Entries, at: number) => void): void {
  const objects = objectsOf(root).filter((entries) => entries.length > 0);
  if (objects.length === 0) return;
  const entries = dice.pick(objects);
  act(entries, dice.below(entries.length));
}

function onLists(root: Root, dice: Dice, act: (items: Tree[]) => void): void {
  const lists = slotsOf(root).flatMap((slot) => {
    const tree = slot.get();
    return tree.kind === 'list' && tree.items.length > 0 ? [tree.items] : [];
  });
  if (lists.length > 0) act(dice.pick(lists));
}

/** The same key once more, spelt as before or otherwise, with another value or the same. */
function entryLike({ key, value }: Entries[number], dice: Dice): Entries[number] {
  return {
    key: dice.has(0.5) ? key : recased(key, dice),
    value: dice.has(0.3) ? copyOf(value) : key.toLowerCase() === 'code' ? toTree(dice.pick(CODES)) : newValue(dice),
  };
}

function recased(key: string, dice: Dice): string {
  return dice.pick([key.toUpperCase(), key.toLowerCase(), key.charAt(0).toUpperCase() + key.slice(1)]);
}

function asText(tree: Tree): Tree {
  if (tree.kind !== 'raw') return tree;
  return /^-?\d/.test(tree.text)
    ? toTree(tree.text)
    : raw(/^"-?\d{1,15}"$/.test(tree.text) ? tree.text.slice(1, -1) : '0');
}

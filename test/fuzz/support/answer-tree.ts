/** JSON as it is written, so that a key may stand twice and a number may be absurd. Changed in place. */
export type Tree =
  | { kind: 'object'; entries: { key: string; value: Tree }[] }
  | { kind: 'list'; items: Tree[] }
  | { kind: 'raw'; text: string };

export function toTree(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(toTree) };
  if (typeof value !== 'object' || value === null) return { kind: 'raw', text: JSON.stringify(value ?? null) };
  return { kind: 'object', entries: Object.entries(value).map(([key, child]) => ({ key, value: toTree(child) })) };
}

export function copyOf(tree: Tree): Tree {
  if (tree.kind === 'raw') return { ...tree };
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map(copyOf) };
  return { kind: 'object', entries: tree.entries.map(({ key, value }) => ({ key, value: copyOf(value) })) };
}

export function write(tree: Tree): string {
  if (tree.kind === 'raw') return tree.text;
  if (tree.kind === 'list') return `[${tree.items.map(write).join(',')}]`;
  return `{${tree.entries.map(({ key, value }) => `${JSON.stringify(key)}:${write(value)}`).join(',')}}`;
}

/** A place in a tree that can hold something else. */
export interface Slot {
  readonly key: string | null;
  get(): Tree;
  set(value: Tree): void;
}

/** Every place, the root first. */
export function slotsOf(root: { tree: Tree }): Slot[] {
  const slots: Slot[] = [{ key: null, get: () => root.tree, set: (value) => (root.tree = value) }];
  collect(root.tree, slots);
  return slots;
}

function collect(tree: Tree, slots: Slot[]): void {
  if (tree.kind === 'object') {
    for (const entry of tree.entries) {
      slots.push({ key: entry.key, get: () => entry.value, set: (value) => (entry.value = value) });
      collect(entry.value, slots);
    }
  } else if (tree.kind === 'list') {
    tree.items.forEach((item, index) => {
      slots.push({ key: null, get: () => tree.items[index]!, set: (value) => (tree.items[index] = value) });
      collect(item, slots);
    });
  }
}

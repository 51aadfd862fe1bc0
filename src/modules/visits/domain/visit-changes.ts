type Comparable = string | number | boolean | Date | null | readonly string[];

/**
 * Paths of what really changes, in the words of the API: `validTo`, `guest.fullName`. A field that is absent from
 * `wanted` stays as it is; one that says what is known already is no change.
 */
export function changedFields<T extends object>(current: T, wanted: Partial<T>, prefix = ''): readonly string[] {
  return Object.entries(wanted)
    .filter(([field, value]) => value !== undefined && !isSame(valueOf(current, field), value as Comparable))
    .map(([field]) => `${prefix}${field}`);
}

/** `wanted` over `current`, without fields that were not said. */
export function merged<T extends object>(current: T, wanted: Partial<T>): T {
  const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return { ...current, ...said };
}

function valueOf(object: object, field: string): Comparable {
  return (object as Record<string, Comparable>)[field] ?? null;
}

function isSame(a: Comparable, b: Comparable): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  // The order of access levels means nothing.
  if (isList(a) && isList(b)) return [...a].sort().join('\n') === [...b].sort().join('\n');
  return a === b;
}

function isList(value: Comparable): value is readonly string[] {
  return Array.isArray(value);
}

/** An answer as both storages must give it: classes, Maps and Sets are how it is carried, not what it says. */
export function plain(answer: unknown): unknown {
  if (answer instanceof Date) return answer.toISOString();
  if (Buffer.isBuffer(answer)) return answer.toString('hex');
  if (answer instanceof Map) return sorted([...answer]).map(plain);
  if (answer instanceof Set) return sorted([...answer]);
  if (Array.isArray(answer)) return answer.map(plain);
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, plain(value)]));
}

/** Of answers without an order. */
export function unordered(answer: unknown): unknown {
  const told = plain(answer);
  return Array.isArray(told) ? sorted(told) : told;
}

function sorted<T>(items: T[]): T[] {
  const text = (item: T): string => JSON.stringify(plain(item));
  return items.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}

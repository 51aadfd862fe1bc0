import { type Journal, type Restorable } from './journal.js';

/** Rows that share a value, found without looking at the others. */
export class MemoryIndex<Row> {
  private readonly buckets = new Map<string, Map<string, Row>>();

  /** @param valueOf null: the row is not in this index */
  constructor(private readonly valueOf: (row: Row) => string | null) {}

  /** In no order that means anything. */
  of(value: string): Iterable<Row> {
    return this.buckets.get(value)?.values() ?? [];
  }

  /** Of an index whose values are unique. */
  one(value: string): Row | undefined {
    const [row] = this.of(value);
    return row;
  }

  count(value: string): number {
    return this.buckets.get(value)?.size ?? 0;
  }

  put(key: string, before: Row | undefined, after: Row | undefined): void {
    const from = before === undefined ? null : this.valueOf(before);
    const to = after === undefined ? null : this.valueOf(after);
    if (from !== null && from !== to) this.remove(from, key);
    if (to === null || after === undefined) return;
    const bucket = this.buckets.get(to);
    if (bucket === undefined) this.buckets.set(to, new Map([[key, after]]));
    else bucket.set(key, after);
  }

  private remove(value: string, key: string): void {
    const bucket = this.buckets.get(value);
    bucket?.delete(key);
    if (bucket?.size === 0) this.buckets.delete(value);
  }
}

/** Rows by key. A row is replaced, never changed in place, so that the journal can hold the one before. */
export class MemoryTable<Row> implements Restorable {
  private readonly rows = new Map<string, Row>();
  private readonly indexes: MemoryIndex<Row>[] = [];

  constructor(private readonly journal: Journal) {}

  /** To be made before the first row. */
  indexBy(valueOf: (row: Row) => string | null): MemoryIndex<Row> {
    const index = new MemoryIndex(valueOf);
    this.indexes.push(index);
    return index;
  }

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  /** In no order that means anything. */
  values(): Iterable<Row> {
    return this.rows.values();
  }

  set(key: string, row: Row): void {
    const before = this.rows.get(key);
    this.journal.note(this, key, before);
    this.write(key, before, row);
  }

  /** Nothing when there is no such row. */
  delete(key: string): void {
    const before = this.rows.get(key);
    if (before === undefined) return;
    this.journal.note(this, key, before);
    this.write(key, before, undefined);
  }

  restore(key: string, before: unknown): void {
    this.write(key, this.rows.get(key), before as Row | undefined);
  }

  private write(key: string, before: Row | undefined, after: Row | undefined): void {
    if (after === undefined) this.rows.delete(key);
    else this.rows.set(key, after);
    for (const index of this.indexes) index.put(key, before, after);
  }
}

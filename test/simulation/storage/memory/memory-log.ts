import { type Journal, type Restorable } from './journal.js';

/** Rows in the order in which they were appended; the first has number 1. */
export class MemoryLog<Row> implements Restorable {
  private readonly rows: Row[] = [];

  constructor(private readonly journal: Journal) {}

  get head(): number {
    return this.rows.length;
  }

  append(row: Row): void {
    this.journal.note(this, '', undefined);
    this.rows.push(row);
  }

  /** From the one after `number` to `last`, at most `limit` of those that `isWanted`. */
  after(number: number, last: number, limit: number, isWanted: (row: Row) => boolean): readonly Row[] {
    const found: Row[] = [];
    for (let index = number; index < Math.min(last, this.rows.length) && found.length < limit; index += 1) {
      const row = this.rows[index]!;
      if (isWanted(row)) found.push(row);
    }
    return found;
  }

  restore(): void {
    this.rows.pop();
  }
}

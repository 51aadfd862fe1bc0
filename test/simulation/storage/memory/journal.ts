/** Takes one change of one row back. */
export interface Restorable {
  /** @param before undefined: the row was not there */
  restore(key: string, before: unknown): void;
}

interface Change {
  readonly table: Restorable;
  readonly key: string;
  readonly before: unknown;
}

/** What the transaction that is open has changed, so that a rollback costs what was done and not what is there. */
export class Journal {
  private changes: Change[] = [];
  private isOpen = false;

  get hasChanges(): boolean {
    return this.changes.length > 0;
  }

  open(): void {
    this.isOpen = true;
  }

  note(table: Restorable, key: string, before: unknown): void {
    if (!this.isOpen) throw new Error('writing needs UnitOfWork.run');
    this.changes.push({ table, key, before });
  }

  keep(): void {
    this.isOpen = false;
    this.changes = [];
  }

  takeBack(): void {
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const { table, key, before } = this.changes[index]!;
      table.restore(key, before);
    }
    this.keep();
  }
}

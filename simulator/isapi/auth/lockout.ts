const ALLOWED_BAD_ANSWERS = 5;
const LOCK_MS = 60_000;

interface Record {
  badInARow: number;
  lockedUntilMs: number;
}

/** Five bad answers in a row from one address lock that address out for a minute. */
export class Lockout {
  private readonly records = new Map<string, Record>();

  constructor(private readonly nowMs: () => number) {}

  isLocked(address: string): boolean {
    return (this.records.get(address)?.lockedUntilMs ?? 0) > this.nowMs();
  }

  bad(address: string): void {
    const record = this.records.get(address) ?? { badInARow: 0, lockedUntilMs: 0 };
    this.records.set(address, record);
    record.badInARow += 1;
    if (record.badInARow < ALLOWED_BAD_ANSWERS) return;
    record.badInARow = 0;
    record.lockedUntilMs = this.nowMs() + LOCK_MS;
  }

  good(address: string): void {
    this.records.delete(address);
  }

  forget(): void {
    this.records.clear();
  }

  lockedAddresses(): string[] {
    return [...this.records.keys()].filter((address) => this.isLocked(address));
  }
}

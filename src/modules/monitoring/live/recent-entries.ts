import { type LiveEntry } from './live-entry.js';

const KEPT = 2_000;

/** The newest entries, so that whoever was cut off for a moment goes on without asking the database. */
export class RecentEntries {
  private entries: LiveEntry[] = [];

  /** @param since everything that came after it is here */
  constructor(private since: bigint) {}

  add(entries: readonly LiveEntry[]): void {
    this.entries.push(...entries);
    const surplus = this.entries.length - KEPT;
    if (surplus <= 0) return;
    this.since = this.entries[surplus - 1]?.position ?? this.since;
    this.entries = this.entries.slice(surplus);
  }

  /** @returns null when some of them are no longer here */
  after(position: bigint): readonly LiveEntry[] | null {
    if (position < this.since) return null;
    const first = this.entries.findIndex((entry) => entry.position > position);
    return first < 0 ? [] : this.entries.slice(first);
  }
}

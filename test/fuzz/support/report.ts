import { fuzzSettings } from './fuzz-settings.js';

const WIDTH = 28;

/** What became of the answers, call by call; printed by the command only. */
class Report {
  private readonly counts = new Map<string, Map<string, number>>();

  count(name: string, kind: string): void {
    const kinds = this.counts.get(name) ?? new Map<string, number>();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    this.counts.set(name, kinds);
  }

  print(): void {
    const { isLong, seed } = fuzzSettings();
    if (!isLong) return;
    const rows = [...this.counts].map(([name, kinds]) => {
      const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
      const told = [...kinds].sort().map(([kind, count]) => `${kind} ${count}`);
      return `${name.padEnd(WIDTH)}${String(total).padStart(7)}  ${told.join(', ')}`;
    });
    process.stdout.write(`seed ${seed}\n${rows.join('\n')}\n`);
    this.counts.clear();
  }
}

export const report = new Report();

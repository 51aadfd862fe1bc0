import { type FindingCounts, type FindingKind } from '../domain/drift-findings.js';
import { type DriftCheck, type NewDriftFinding } from '../persistence/drift-check.js';

/** A check while it runs, as it is written down after each page. */
export class DriftProgress {
  constructor(private check: DriftCheck) {}

  get state(): DriftCheck {
    return this.check;
  }

  get isDryRun(): boolean {
    return this.check.isDryRun;
  }

  change(change: Partial<DriftCheck>): void {
    this.check = { ...this.check, ...change };
  }

  /** What one transaction found; taken in after it was committed. */
  add(findings: readonly NewDriftFinding[]): void {
    const counts: Record<FindingKind, number> = { ...this.check.counts };
    for (const { kind } of findings) counts[kind] += 1;
    const mended = this.check.mended + findings.filter(({ isMended }) => isMended).length;
    this.change({ counts: counts satisfies FindingCounts, mended });
  }
}

import { type ExitPolicy, type VisitStatus } from '../../../src/modules/visits/domain/visit-facts.js';
import { type SeenPassage } from './passages-seen.js';

/** Milliseconds. */
export interface FoldRules {
  readonly earlyArrivalMs: number;
  readonly autoCloseGraceMs: number;
  readonly reentryGraceMs: number;
}

export interface FoldedTerms {
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly exitPolicy: ExitPolicy;
}

export interface Folded {
  readonly status: VisitStatus;
  readonly checkedInAtMs: number | null;
  readonly checkedOutAtMs: number | null;
  /** From when on the passages alone say so; Infinity: they do not. */
  readonly endsAtMs: number;
}

/** What a visit with these passages and no command must have come to by `nowMs`: the checker's own reading of the rules. */
export function foldPassages(
  { validFromMs, validToMs, exitPolicy }: FoldedTerms,
  passages: readonly SeenPassage[],
  rules: FoldRules,
  nowMs: number,
): Folded {
  const graceEndMs = validToMs + rules.autoCloseGraceMs;
  const own = passages.filter(({ atMs }) => atMs >= validFromMs - rules.earlyArrivalMs && atMs <= graceEndMs);
  const [first] = own;
  const done = (status: VisitStatus, outAtMs: number | null, endsAtMs: number): Folded => ({
    status: nowMs >= endsAtMs ? status : first === undefined ? 'expected' : 'checked_in',
    checkedInAtMs: first?.atMs ?? null,
    checkedOutAtMs: nowMs >= endsAtMs ? outAtMs : null,
    endsAtMs,
  });
  if (first === undefined) return done('no_show', null, graceEndMs);
  const last = own.find(({ isExit, atMs }) => isExit && (exitPolicy === 'first_exit' || atMs >= validToMs));
  if (last !== undefined) return done('checked_out', last.atMs, last.atMs);
  let outside: { readonly sinceMs: number; readonly closesAtMs: number } | null = null;
  for (const { isExit, atMs } of own) {
    if (outside !== null && atMs > outside.closesAtMs) break;
    const waitsMs = exitPolicy === 'until_end' ? Infinity : atMs + rules.reentryGraceMs;
    outside = isExit ? { sinceMs: atMs, closesAtMs: Math.min(waitsMs, validToMs) } : null;
  }
  if (outside !== null) return done('checked_out', outside.sinceMs, outside.closesAtMs);
  return done('checked_out', graceEndMs, graceEndMs);
}

import { type Transaction } from '../../../platform/database/transaction.js';
import { type FindingCounts, type FindingKind } from '../domain/drift-findings.js';
import { type DriftCheck, type DriftFinding, type DriftSchedule, type NewDriftFinding } from './drift-check.js';

/** Checks, their findings and how far each server's list was read. */
export abstract class DriftCheckRepository {
  abstract insert(tx: Transaction, check: DriftCheck): Promise<void>;
  abstract save(tx: Transaction, check: DriftCheck): Promise<void>;
  abstract find(tx: Transaction, id: string): Promise<DriftCheck | null>;
  abstract lock(tx: Transaction, id: string): Promise<DriftCheck | null>;
  /** Newest first. @param before instant and id of the last one of the page before */
  abstract list(tx: Transaction, limit: number, before: readonly [Date, string] | null): Promise<readonly DriftCheck[]>;
  /** The oldest that waits. One that runs and that nobody of this process runs was its predecessor's: it waits again. */
  abstract nextOpen(tx: Transaction, serverId: string): Promise<DriftCheck | null>;

  abstract addFindings(
    tx: Transaction,
    check: Pick<DriftCheck, 'id' | 'serverId'>,
    findings: readonly NewDriftFinding[],
    now: Date,
  ): Promise<void>;
  /** Findings of an attempt that did not end; the next attempt finds what is left. */
  abstract forgetFindings(tx: Transaction, checkId: string): Promise<void>;
  abstract countFindings(tx: Transaction, checkId: string): Promise<FindingCounts>;
  abstract findings(tx: Transaction, checkId: string, limit: number): Promise<readonly DriftFinding[]>;
  /** By cardholder: what was mended since. */
  abstract mendedSince(
    tx: Transaction,
    cardholderIds: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, ReadonlySet<FindingKind>>>;
  /** How many unknown persons were taken out since without a person's word. */
  abstract takenOutSince(tx: Transaction, serverId: string, since: Date): Promise<number>;
  /** Which of these codes a person allowed to be taken out. */
  abstract approvedCodes(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlySet<string>>;

  /** Made with this due time where there is none yet. */
  abstract schedule(tx: Transaction, serverId: string, firstDueAt: Date): Promise<DriftSchedule>;
  abstract saveSchedule(tx: Transaction, serverId: string, schedule: DriftSchedule): Promise<void>;
  /** @param quiet finished before, with nothing found. @param telling finished before, whatever was found */
  abstract forget(tx: Transaction, before: { readonly quiet: Date; readonly telling: Date }): Promise<void>;
}

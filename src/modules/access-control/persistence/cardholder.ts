import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type DesiredAccess } from '../domain/desired-access.js';
import { type AccessFacts } from '../domain/facts.js';
import { type LedgerCause } from '../domain/ledger-cause.js';
import { type Side, type StepKind } from '../domain/step.js';

/** One guest on one server: what should be, what was answered last, and what is next. */
export interface Cardholder {
  readonly id: string;
  readonly guestId: string;
  readonly serverId: string;
  readonly personCode: string;
  /** Rises whenever something else is desired. */
  readonly generation: number;
  /** The generation that was last reached and read back. */
  readonly observedGeneration: number;
  /** Revision of the guest that `desired` was computed from. */
  readonly seenRevision: number;
  /** Settings that `desired` was computed with; empty: none yet. */
  readonly seenSettings: string;
  readonly desired: DesiredAccess;
  /** All open visits at that revision. */
  readonly openVisitIds: readonly string[];
  readonly facts: AccessFacts;
  readonly status: AccessStatus;
  readonly attempts: number;
  readonly lastErrorCode: string | null;
  readonly lastErrorAt: Date | null;
  readonly next: { readonly step: StepKind; readonly side: Side; readonly dueAt: Date } | null;
  /** Begin of what is desired: who comes earlier goes first. */
  readonly wantedAt: Date;
  /** Since when something is to be taken and not read back as gone. */
  readonly unrevokedSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface LedgerEntry {
  readonly cardholderId: string;
  readonly levelId: string;
  readonly entry: 'give' | 'take' | 'not_given' | 'confirmed_gone';
  readonly cause: LedgerCause;
  readonly callId: string | null;
  readonly visitIds: readonly string[];
  readonly at: Date;
}

/** A level that the ledger does not know to be gone. */
export interface OpenLevel {
  readonly cardholderId: string;
  readonly levelId: string;
  readonly givenAt: Date;
  readonly callId: string;
}

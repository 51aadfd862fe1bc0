import { type EventMap } from '../../../contracts/events/event-map.js';
import { type GuestClaims } from '../../visits/index.js';
import {
  type DesiredAccess,
  desiredAccess,
  type DesireSettings,
  isSameDesire,
  settingsKey,
  type Standing,
} from '../domain/desired-access.js';
import { type AccessFacts, type CallMark, NO_LEVEL_FACTS } from '../domain/facts.js';
import { mayHold, WATCH_AFTER_DEADLINE_MS } from '../domain/level-standing.js';
import { type NextStep } from '../domain/step.js';
import { ledgerCause } from '../domain/ledger-cause.js';
import { provedRemoval } from '../domain/removal.js';
import { type PersonRemoval } from '../persistence/person-removals.js';
import { ownFault } from './own-fault.js';
import { type Cardholder, type LedgerEntry, type OpenLevel } from '../persistence/cardholder.js';

/** A cardholder inside one transaction: locked, with what was agreed at this moment, while facts are added to it. */
export class CardholderDraft {
  readonly desired: DesiredAccess;
  readonly generation: number;
  /** What `desired` was computed with. */
  readonly settingsKey: string;
  facts: AccessFacts;
  /** What a call about this cardholder came to; its visits hear of it. */
  stepTaken: EventMap['access-control.step-taken.v1'] | null = null;
  /** What went wrong with this cardholder alone; it is set aside, and nothing of this draft is kept. */
  brokenBy: unknown = null;
  private readonly entries: LedgerEntry[] = [];

  constructor(
    readonly before: Cardholder,
    /** null: the guest is gone from our own records; nothing is desired then. */
    readonly claims: GuestClaims | null,
    private readonly openLevels: readonly OpenLevel[],
    readonly now: Date,
    settings: DesireSettings,
    callTimeoutMs: number,
    private readonly standing: Standing,
    /** The server was not adopted: nothing is changed there. */
    readonly isObserveOnly: boolean,
  ) {
    this.desired = desiredAccess(claims ?? NO_CLAIMS, now.getTime(), settings, standing);
    this.settingsKey = settingsKey(settings);
    const isNew = !isSameDesire(this.desired, before.desired);
    this.generation = before.generation + (isNew || before.generation === 0 ? 1 : 0);
    const facts = withLedger(before.facts, openLevels, callTimeoutMs);
    // What was refused was refused for what was desired then.
    this.facts = isNew ? { ...facts, trouble: null } : facts;
  }

  get id(): string {
    return this.before.id;
  }

  get openVisitIds(): readonly string[] {
    return (this.claims?.visits ?? []).map(({ visitId }) => visitId);
  }

  get wantedAtMs(): number {
    return this.desired.person?.beginsAtMs ?? this.now.getTime();
  }

  /** A step that was due before and still is keeps its place in the queue. */
  dueSinceMs({ step, side, dueAtMs }: NextStep): number {
    const { next } = this.before;
    const isSame = next !== null && next.step === step.kind && next.side === side;
    return isSame && dueAtMs <= this.now.getTime() ? Math.min(dueAtMs, next.dueAt.getTime()) : dueAtMs;
  }

  /** The ledger knows of levels that are not desired: whatever is broken, something is to be taken. */
  get owesRevocation(): boolean {
    return this.openLevels.some(({ levelId }) => !this.desired.levelIds.includes(levelId));
  }

  /** @returns null when it failed for a reason of this cardholder's. @throws what the database says */
  attempt<T>(work: () => T): T | null {
    if (this.brokenBy !== null) return null;
    try {
      return work();
    } catch (error) {
      this.brokenBy = ownFault(error);
      return null;
    }
  }

  enter(entry: LedgerEntry['entry'], levelId: string, callId: string): void {
    this.entries.push(this.toEntry(entry, levelId, callId));
  }

  /** Every level of the ledger that these facts show to be gone is closed. */
  ledgerEntries(): readonly LedgerEntry[] {
    const voided = new Set(this.entries.filter(({ entry }) => entry === 'not_given').map(({ callId }) => callId));
    const gone = this.openLevels
      .filter(({ levelId, callId }) => !voided.has(callId) && !mayHold(this.facts.levels[levelId] ?? NO_LEVEL_FACTS))
      .map(({ levelId }) => this.toEntry('confirmed_gone', levelId, null));
    return [...this.entries, ...gone];
  }

  /** The receipt of a person who was seen to be gone after a deletion of ours. */
  removal(): PersonRemoval | null {
    const { before, facts, claims, desired, now } = this;
    const proved = provedRemoval(before.facts, facts, claims, desired, this.standing.isServerDisabled);
    if (proved === null) return null;
    const { guestId, serverId, personCode } = before;
    const { callId, cause, askedAtMs } = proved;
    const at = { askedAt: new Date(askedAtMs), verifiedAt: now };
    return { cardholderId: this.id, guestId, serverId, personCode, cause, callId, ...at };
  }

  private toEntry(entry: LedgerEntry['entry'], levelId: string, callId: string | null): LedgerEntry {
    const cause = ledgerCause(entry, this.desired, this.standing.isServerDisabled);
    return { cardholderId: this.id, levelId, entry, cause, callId, visitIds: this.desired.visitIds, at: this.now };
  }
}

const NO_CLAIMS = {
  fullName: '',
  phone: null,
  email: null,
  hasConsent: false,
  faceSha256: null,
  visits: [],
  lastVisitEndedAt: null,
};

/** The ledger knows of levels that the facts have lost: each is as good as a giving call without an answer (I11). */
function withLedger(facts: AccessFacts, openLevels: readonly OpenLevel[], callTimeoutMs: number): AccessFacts {
  const lost = openLevels.filter(({ levelId }) => !mayHold(facts.levels[levelId] ?? NO_LEVEL_FACTS));
  if (lost.length === 0) return facts;
  const levels = Object.fromEntries(
    lost.map(({ levelId, callId, givenAt }) => {
      const deadlineAtMs = givenAt.getTime() + callTimeoutMs;
      const give: CallMark = {
        callId,
        bookedAtMs: givenAt.getTime(),
        deadlineAtMs,
        outcome: 'unknown',
        answeredAtMs: null,
      };
      return [levelId, { ...NO_LEVEL_FACTS, give, watchUntilMs: deadlineAtMs + WATCH_AFTER_DEADLINE_MS }];
    }),
  );
  return { ...facts, levels: { ...facts.levels, ...levels } };
}

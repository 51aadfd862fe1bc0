/**
 * What HikCentral answered last about one cardholder. Facts only, never decisions: two processes, a crash or a late
 * answer can add facts in any order and the plan is still right. Instants are Unix milliseconds, since facts live in jsonb.
 */
export interface AccessFacts {
  readonly person: PersonFacts;
  /** By level id; a level that is confirmed gone has no entry. */
  readonly levels: Readonly<Record<string, LevelFacts>>;
  /** When a level was last seen to be gone: an older reading still shows it. Not in rows of before there was this. */
  readonly levelGoneAtMs?: number | null;
  readonly application: ApplicationFacts;
  /** By door id, as last read. */
  readonly doors: Readonly<Record<string, DoorFacts>>;
  /** What keeps giving from going on. */
  readonly trouble: Trouble | null;
  /** What keeps taking from going on; never final. */
  readonly takingTrouble: Trouble | null;
  /** How many cardholders may share a level change with this one: halved after a shared call was refused. */
  readonly batchLimit: number;
}

/** One call that changes something. `sent` past its deadline is as good as `unknown`: its process died. */
export interface CallMark {
  readonly callId: string;
  readonly bookedAtMs: number;
  /** After this instant it can no longer take effect. */
  readonly deadlineAtMs: number;
  readonly outcome: 'sent' | 'done' | 'unknown';
  /** null until answered. */
  readonly answeredAtMs: number | null;
}

/** What a person record says, as far as we compare it. */
export interface PersonContent {
  readonly profileHash: string;
  readonly beginsAtMs: number;
  readonly endsAtMs: number;
}

export interface PersonFacts {
  /** As a reading showed it together with our code, never as the answer to `add` told it. */
  readonly personId: string | null;
  /** Until a reading shows what came of it; `done` and no `personId`: made, by an id that is not read yet. */
  readonly add: (CallMark & { readonly content: PersonContent; readonly faceSha256: string | null }) | null;
  readonly update: (CallMark & { readonly content: PersonContent }) | null;
  readonly face: (CallMark & { readonly faceSha256: string }) | null;
  /** Until a look-up shows what the deletion did. */
  readonly remove: CallMark | null;
  /** null: not known, so it is sent again. An empty `profileHash`: the names are not known. */
  readonly content: PersonContent | null;
  readonly faceSha256: string | null;
  /** `content`'s validity was answered by the call that made the person, or read back. */
  readonly isValidityRead: boolean;
  /** An update whose answer was lost may still land until then; a reading before it settles nothing. */
  readonly doubtUntilMs: number | null;
  readonly shouldLookUp: boolean;
  /** Last proof that the person is there. */
  readonly seenAtMs: number | null;
  /** Latest end of validity that any door may hold. */
  readonly endsAtDoorsMs: number | null;
}

export interface LevelFacts {
  readonly give: CallMark | null;
  readonly take: CallMark | null;
  /** As last read; null: never read. */
  readonly isMember: boolean | null;
  /** When the reading began. */
  readonly readAtMs: number | null;
  /** A giving call that was not read back may land until then; null once it was seen. */
  readonly watchUntilMs: number | null;
  /** HikCentral said "not there" to a change for this cardholder alone. */
  readonly notFoundAtMs: number | null;
}

export interface ApplicationFacts {
  /** Last change that the doors do not have yet. */
  readonly changedAtMs: number | null;
  /** Last change that takes something away and is not confirmed yet. */
  readonly limitedAtMs: number | null;
  readonly request: CallMark | null;
  /** Confirmation rounds that left something open since the last change. */
  readonly rounds: number;
  readonly startedAtMs: number | null;
  readonly nextRoundAtMs: number | null;
  /** When the reading that showed everything applied began. */
  readonly confirmedAtMs: number | null;
  /** Readings in a row that showed this person among the failures. */
  readonly failuresInARow: number;
}

export interface DoorFacts {
  readonly name: string;
  readonly status: 'pending' | 'applied' | 'failed' | 'removed' | 'unknown';
  readonly atMs: number;
  readonly reason: string | null;
}

export interface Trouble {
  readonly code: string;
  readonly atMs: number;
  /** Answers that named this guest, since the last success or change. */
  readonly attempts: number;
  readonly notBeforeMs: number;
  /** Nothing more is tried until a person acts. */
  readonly isFinal: boolean;
}

export const MAX_SHARED = 20;

export const NO_FACTS: AccessFacts = {
  person: {
    personId: null,
    add: null,
    update: null,
    face: null,
    remove: null,
    content: null,
    faceSha256: null,
    isValidityRead: false,
    doubtUntilMs: null,
    shouldLookUp: false,
    seenAtMs: null,
    endsAtDoorsMs: null,
  },
  levels: {},
  application: {
    changedAtMs: null,
    limitedAtMs: null,
    request: null,
    rounds: 0,
    startedAtMs: null,
    nextRoundAtMs: null,
    confirmedAtMs: null,
    failuresInARow: 0,
  },
  doors: {},
  trouble: null,
  takingTrouble: null,
  batchLimit: MAX_SHARED,
};

export const NO_LEVEL_FACTS: LevelFacts = {
  give: null,
  take: null,
  isMember: null,
  readAtMs: null,
  watchUntilMs: null,
  notFoundAtMs: null,
};

/** From when on a reading shows what this call did. */
export function settledAtMs(mark: CallMark | null): number {
  if (mark === null) return 0;
  return mark.outcome === 'done' ? (mark.answeredAtMs ?? mark.deadlineAtMs) : mark.deadlineAtMs;
}

/** On its way: neither answered nor given up. */
export function isInFlight(mark: CallMark | null, nowMs: number): boolean {
  return mark?.outcome === 'sent' && nowMs < mark.deadlineAtMs;
}

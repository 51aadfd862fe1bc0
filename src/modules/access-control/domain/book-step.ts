import { type DesiredPerson } from './desired-access.js';
import {
  type AccessFacts,
  type ApplicationFacts,
  type CallMark,
  type LevelFacts,
  NO_LEVEL_FACTS,
  type PersonFacts,
  settledAtMs,
} from './facts.js';
import { mayHold, WATCH_AFTER_DEADLINE_MS } from './level-standing.js';
import { type Step } from './step.js';

export interface BookedCall {
  readonly callId: string;
  readonly bookedAtMs: number;
  /** After this instant the call can no longer take effect. */
  readonly deadlineAtMs: number;
}

/**
 * Writes down, before it is sent, what a call may do. If the process dies between booking and answer, these marks are
 * all that is needed: past its deadline a mark without an answer is an answer that was lost.
 */
export function bookStep(facts: AccessFacts, step: Step, call: BookedCall, desired: DesiredPerson | null): AccessFacts {
  const mark: CallMark = { ...call, outcome: 'sent', answeredAtMs: null };
  switch (step.kind) {
    case 'add-person':
      return desired === null ? facts : withPerson(facts, { add: { ...mark, ...toSend(desired) } });
    case 'update-person':
      return desired === null ? facts : bookUpdate(facts, { ...mark, ...toSend(desired) });
    case 'update-face':
      return desired === null ? facts : withPerson(facts, { face: { ...mark, faceSha256: desired.faceSha256 } });
    case 'remove-person':
      return withPerson(facts, { remove: mark });
    case 'give-level':
      return withChange(
        withLevel(facts, step.levelId, (level) => bookGive(level, mark)),
        call.bookedAtMs,
        false,
      );
    case 'take-level':
      return withChange(
        withLevel(facts, step.levelId, (level) => ({ ...level, take: mark })),
        call.bookedAtMs,
        true,
      );
    case 'request-application':
      return { ...facts, application: { ...facts.application, request: mark } };
    default:
      return facts;
  }
}

/** For a call that certainly did nothing: the marks are as they were, whatever else was learnt meanwhile. */
export function unbookStep(facts: AccessFacts, step: Step, before: AccessFacts): AccessFacts {
  switch (step.kind) {
    case 'add-person':
      return withPerson(facts, { add: before.person.add });
    case 'update-person':
      return withPerson(facts, { update: before.person.update });
    case 'update-face':
      return withPerson(facts, { face: before.person.face });
    case 'remove-person':
      return withPerson(facts, { remove: before.person.remove });
    case 'give-level': {
      const was = before.levels[step.levelId] ?? NO_LEVEL_FACTS;
      return withLevel(facts, step.levelId, (level) => ({ ...level, give: was.give, watchUntilMs: was.watchUntilMs }));
    }
    case 'take-level': {
      const was = before.levels[step.levelId] ?? NO_LEVEL_FACTS;
      return withLevel(facts, step.levelId, (level) => ({ ...level, take: was.take }));
    }
    case 'request-application':
      return { ...facts, application: { ...facts.application, request: before.application.request } };
    default:
      return facts;
  }
}

export function withPerson(facts: AccessFacts, change: Partial<PersonFacts>): AccessFacts {
  return { ...facts, person: { ...facts.person, ...change } };
}

export function withLevel(facts: AccessFacts, levelId: string, change: (level: LevelFacts) => LevelFacts): AccessFacts {
  return { ...facts, levels: { ...facts.levels, [levelId]: change(facts.levels[levelId] ?? NO_LEVEL_FACTS) } };
}

/** The doors do not have this yet: it is asked for again and confirmed from the first round. */
export function withChange(facts: AccessFacts, changedAtMs: number, isLimit: boolean): AccessFacts {
  const { limitedAtMs } = facts.application;
  const application: ApplicationFacts = {
    ...facts.application,
    changedAtMs: Math.max(changedAtMs, facts.application.changedAtMs ?? 0),
    limitedAtMs: isLimit ? Math.max(changedAtMs, limitedAtMs ?? 0) : limitedAtMs,
    rounds: 0,
    startedAtMs: null,
    nextRoundAtMs: null,
    failuresInARow: 0,
  };
  // What the doors said before the change says nothing about it.
  return { ...facts, application, doors: {} };
}

/** Doors can hold a copy of this person: a change of the person has to reach them. */
export function isAtDoors({ levels, application }: AccessFacts): boolean {
  return (
    Object.values(levels).some(mayHold) || (application.changedAtMs !== null && application.confirmedAtMs === null)
  );
}

function bookGive(level: LevelFacts, mark: CallMark): LevelFacts {
  return {
    ...level,
    give: mark,
    watchUntilMs: Math.max(mark.deadlineAtMs + WATCH_AFTER_DEADLINE_MS, level.watchUntilMs ?? 0),
  };
}

function bookUpdate(facts: AccessFacts, update: NonNullable<PersonFacts['update']>): AccessFacts {
  const { person } = facts;
  const isInDoubt = person.update !== null && person.update.outcome !== 'done';
  return withPerson(facts, {
    update,
    isValidityRead: false,
    // The lost one may still land after this one.
    doubtUntilMs: isInDoubt ? Math.max(settledAtMs(person.update), person.doubtUntilMs ?? 0) : person.doubtUntilMs,
    endsAtDoorsMs: Math.max(update.content.endsAtMs, person.endsAtDoorsMs ?? 0),
  });
}

function toSend({ profileHash, beginsAtMs, endsAtMs, faceSha256 }: DesiredPerson) {
  return { content: { profileHash, beginsAtMs, endsAtMs }, faceSha256 };
}

import { type AnsweredError, judge } from './access-errors.js';
import { isAtDoors, withChange, withLevel, withPerson } from './book-step.js';
import { type AccessFacts, type CallMark, MAX_SHARED, NO_FACTS } from './facts.js';
import { WATCH_AFTER_DEADLINE_MS } from './level-standing.js';
import { settleRefused, type Settling } from './settle-refusal.js';
import { type Step } from './step.js';
import { withoutTrouble, withTrouble } from './trouble.js';

/** What became of a call that changes something. */
export type ChangeOutcome =
  | { readonly kind: 'done'; readonly answeredAtMs: number }
  | { readonly kind: 'unknown'; readonly deadlineAtMs: number; readonly error: AnsweredError }
  | { readonly kind: 'refused'; readonly error: AnsweredError };

/**
 * Adds the answer of a changing call to the facts. A refused call did nothing: its marks are taken back first
 * (`unbookStep`). An answer that comes after its mark was replaced by a later call's changes nothing.
 */
export function settleChange(facts: AccessFacts, step: Step, outcome: ChangeOutcome, at: Settling): AccessFacts {
  switch (outcome.kind) {
    case 'done':
      return settleDone(facts, step, outcome, at);
    case 'unknown':
      return withTrouble(
        settleUnknown(facts, step, outcome, at),
        step,
        judge(step.kind, outcome.error).code,
        at,
        'server',
      );
    case 'refused':
      return settleRefused(facts, step, outcome.error, at);
  }
}

/** An answer to a reading that says nothing: it is read again after a pause. */
export function settleFailedReading(facts: AccessFacts, step: Step, error: AnsweredError, at: Settling): AccessFacts {
  const { follows, code } = judge(step.kind, error);
  return withTrouble(facts, step, code, at, follows === 'server' ? 'server' : 'try');
}

function settleDone(
  facts: AccessFacts,
  step: Step,
  { answeredAtMs }: ChangeOutcome & { kind: 'done' },
  { callId }: Settling,
): AccessFacts {
  const { person, application } = facts;
  const answered = <M extends CallMark>(mark: M): M => ({ ...mark, outcome: 'done', answeredAtMs });
  const isMine = (mark: CallMark | null): mark is CallMark => mark?.callId === callId;
  const calm = withoutTrouble(facts, step);
  switch (step.kind) {
    case 'add-person':
      if (person.add === null || !isMine(person.add)) return facts;
      // Trouble stays until the person is seen: an answer alone proves nobody made.
      return withPerson(facts, {
        add: answered(person.add),
        content: person.add.content,
        faceSha256: person.add.faceSha256,
        isValidityRead: true,
        endsAtDoorsMs: person.add.content.endsAtMs,
      });
    case 'update-person':
      if (person.update === null || !isMine(person.update)) return facts;
      return atDoors(
        withPerson(calm, { update: answered(person.update), content: person.update.content, isValidityRead: false }),
        answeredAtMs,
        isNarrower(facts),
      );
    case 'update-face':
      if (person.face === null || !isMine(person.face)) return facts;
      return atDoors(
        withPerson(calm, { face: answered(person.face), faceSha256: person.face.faceSha256 }),
        answeredAtMs,
        false,
      );
    case 'remove-person':
      // Said only after looking: trouble ends when the person is seen to be gone.
      return isMine(person.remove) ? withPerson(facts, { remove: answered(person.remove) }) : facts;
    case 'give-level':
    case 'take-level': {
      const key = step.kind === 'give-level' ? 'give' : 'take';
      const mark = facts.levels[step.levelId]?.[key] ?? null;
      if (!isMine(mark)) return facts;
      const settled = withLevel(calm, step.levelId, (level) => ({
        ...level,
        [key]: answered(mark),
        notFoundAtMs: null,
      }));
      return withChange({ ...settled, batchLimit: MAX_SHARED }, answeredAtMs, key === 'take');
    }
    case 'request-application':
      if (!isMine(application.request)) return facts;
      return {
        ...calm,
        application: {
          ...application,
          request: answered(application.request),
          startedAtMs: application.startedAtMs ?? answeredAtMs,
          nextRoundAtMs: Math.max(application.nextRoundAtMs ?? 0, answeredAtMs + FIRST_LOOK_AFTER_MS),
        },
      };
    default:
      return facts;
  }
}

/** The first confirmation round. */
const FIRST_LOOK_AFTER_MS = 1_000;

function settleUnknown(
  facts: AccessFacts,
  step: Step,
  { deadlineAtMs }: ChangeOutcome & { kind: 'unknown' },
  { callId }: Settling,
): AccessFacts {
  const lost = <M extends CallMark>(mark: M | null): M | null =>
    mark?.callId === callId ? { ...mark, outcome: 'unknown', deadlineAtMs } : mark;
  const { person } = facts;
  switch (step.kind) {
    case 'add-person':
      return withPerson(facts, { add: lost(person.add) });
    case 'update-person':
      return atDoors(withPerson(facts, { update: lost(person.update) }), deadlineAtMs, false);
    case 'update-face':
      return atDoors(withPerson(facts, { face: lost(person.face) }), deadlineAtMs, false);
    case 'remove-person':
      return withPerson(facts, { remove: lost(person.remove) });
    case 'give-level':
      return withLevel(facts, step.levelId, (level) => ({
        ...level,
        give: lost(level.give),
        watchUntilMs: Math.max(deadlineAtMs + WATCH_AFTER_DEADLINE_MS, level.watchUntilMs ?? 0),
      }));
    case 'take-level':
      return withLevel(facts, step.levelId, (level) => ({ ...level, take: lost(level.take) }));
    case 'request-application':
      return { ...facts, application: { ...facts.application, request: lost(facts.application.request) } };
    default:
      return facts;
  }
}

function atDoors(facts: AccessFacts, changedAtMs: number, isLimit: boolean): AccessFacts {
  return isAtDoors(facts) ? withChange(facts, changedAtMs, isLimit) : facts;
}

function isNarrower({ person: { content, update } }: AccessFacts): boolean {
  if (content === null || update === null) return true;
  return update.content.endsAtMs < content.endsAtMs || update.content.beginsAtMs > content.beginsAtMs;
}

/** Everything that is known of a person who turned out not to be there any more. */
export function withoutPerson(facts: AccessFacts): AccessFacts {
  return { ...NO_FACTS, trouble: facts.trouble };
}

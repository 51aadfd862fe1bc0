import { type Capability } from '../capabilities.js';
import { type CallOutcome } from '../hikcentral-gateway.js';
import { type AccessLevelRead } from '../operations/access-levels.js';
import { wantsOneEventType } from '../operations/door-event-calls.js';
import { type Operation, type OperationName, type Page } from '../operations/operation.js';
import { type PersonRead } from '../operations/persons.js';

/** What one answer says about what the server can do. */
export interface Evidence {
  readonly capability: Capability;
  readonly isAble: boolean;
  /** A sign only: it outweighs what is assumed, and never what another answer proved. */
  readonly isCertain: boolean;
}

/** So many items without what one of them would show if the server could: no chance any more. */
const CERTAIN_FROM_ITEMS = 100;

type Answered = Extract<CallOutcome<unknown>, { kind: 'done' | 'refused' }>;
type Reading = (answer: Answered, operation: Operation<unknown>) => Evidence | null;

const READINGS: Readonly<Partial<Record<OperationName, Reading>>> = {
  'list-persons': (answer) => shownBy('showsAccessLevels', itemsOf(answer) as PersonRead[], doesPersonShowLevels),
  'find-person-by-code': (answer) => shownBy('showsAccessLevels', itemOf(answer) as PersonRead[], doesPersonShowLevels),
  'list-access-levels': (answer) =>
    shownBy('levelsNameDoors', itemsOf(answer) as AccessLevelRead[], ({ doors }) => doors !== null),
  'read-door-events': (answer, { body }) => {
    if (typeof body['eventType'] === 'number') return null;
    if (answer.kind === 'done') return { capability: 'readsEventTypesTogether', isAble: true, isCertain: true };
    return wantsOneEventType(answer.error)
      ? { capability: 'readsEventTypesTogether', isAble: false, isCertain: true }
      : null;
  },
  'read-person-application': (answer) => servedBy('readsPersonApplication', answer),
  'read-event-subscriptions': (answer) => servedBy('subscribesToEvents', answer),
  'read-deletion-rule': (answer) => {
    if (answer.kind === 'done') {
      const { asksPassword } = answer.value as { readonly asksPassword: boolean };
      return { capability: 'asksPasswordToDelete', isAble: asksPassword, isCertain: true };
    }
    // A version that cannot be asked has no such rule.
    return isUnsupported(answer) ? { capability: 'asksPasswordToDelete', isAble: false, isCertain: true } : null;
  },
};

/** null: nothing. Pure. */
export function evidenceIn(operation: Operation<unknown>, outcome: CallOutcome<unknown>): Evidence | null {
  if (outcome.kind !== 'done' && outcome.kind !== 'refused') return null;
  return READINGS[operation.name]?.(outcome, operation) ?? null;
}

/** How many items of a list were asked for when that made an answer too long; null: that did not happen. Pure. */
export function tooManyAskedFor({ body }: Operation<unknown>, outcome: CallOutcome<unknown>): number | null {
  const isTooLong = outcome.kind === 'refused' && outcome.error.code === 'GATEWAY.ANSWER_TOO_LONG';
  const { pageSize } = body;
  return isTooLong && typeof pageSize === 'number' ? pageSize : null;
}

function doesPersonShowLevels({ accessLevelIds }: PersonRead): boolean {
  return accessLevelIds !== null;
}

/** One that shows proves it. None of a few proves nothing: they may have none to show. */
function shownBy<T>(capability: Capability, items: readonly T[], shows: (item: T) => boolean): Evidence | null {
  if (items.length === 0) return null;
  const isAble = items.some(shows);
  return { capability, isAble, isCertain: isAble || items.length >= CERTAIN_FROM_ITEMS };
}

/** A call that does not exist is refused as such; every other answer came from the call itself. */
function servedBy(capability: Capability, answer: Answered): Evidence | null {
  if (answer.kind === 'done') return { capability, isAble: true, isCertain: true };
  if (isUnsupported(answer)) return { capability, isAble: false, isCertain: true };
  return answer.error.code === 'GATEWAY.NOT_FOUND' ? { capability, isAble: true, isCertain: false } : null;
}

function isUnsupported(answer: Answered): boolean {
  return answer.kind === 'refused' && answer.error.code === 'GATEWAY.UNSUPPORTED';
}

function itemsOf(answer: Answered): readonly unknown[] {
  return answer.kind === 'done' ? (answer.value as Page<unknown>).items : [];
}

function itemOf(answer: Answered): readonly unknown[] {
  return answer.kind === 'done' && typeof answer.value === 'object' && answer.value !== null ? [answer.value] : [];
}

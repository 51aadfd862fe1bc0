import { isApplied, isExpired, isRequested, levelNeeds, levelsToTake } from './access-standing.js';
import { type DesiredAccess } from './desired-access.js';
import { type AccessFacts, NO_LEVEL_FACTS } from './facts.js';
import { isSeenGone } from './level-standing.js';
import { type NextStep, type PlanOptions, type Side, type Step } from './step.js';
import { isMade } from './unread-id.js';

/** Rounds of the global result before the person's own detail is read. */
const GLOBAL_ROUNDS = 2;

/** Nothing is true until read back: membership first, then validity, then the doors. */
export function confirmingSteps(
  desired: DesiredAccess,
  facts: AccessFacts,
  nowMs: number,
  { hasOwnApplication, shouldLearnDoors }: PlanOptions,
): NextStep[] {
  const { application, person } = facts;
  if (!isMade(person)) return [];
  const isLimiting = application.limitedAtMs !== null || levelsToTake(desired, facts).length > 0;
  const side: Side = isLimiting ? 'taking' : 'giving';
  const notBeforeMs = (isLimiting ? facts.takingTrouble : facts.trouble)?.notBeforeMs ?? 0;
  const due = (step: Step, dueAtMs: number): NextStep => ({ step, side, dueAtMs: Math.max(dueAtMs, notBeforeMs) });

  const reads = levelNeeds(desired, facts, nowMs, 'read');
  const readSteps = reads.map(({ levelId, dueAtMs }) => due({ kind: 'read-members', levelId }, dueAtMs));
  // A level that is seen gone, and only watched, holds up nothing.
  const isMembershipOpen = reads.some(
    ({ levelId }) => desired.levelIds.includes(levelId) || !isSeenGone(facts.levels[levelId] ?? NO_LEVEL_FACTS),
  );
  return isMembershipOpen ? readSteps : [...readSteps, ...doorSteps()];

  function doorSteps(): NextStep[] {
    if (isApplied(facts) || !isRequested(facts)) return [];
    const roundAtMs = application.nextRoundAtMs ?? nowMs;
    if (!person.isValidityRead && desired.person !== null) {
      return [due({ kind: 'look-up-person' }, Math.max(roundAtMs, person.doubtUntilMs ?? 0))];
    }
    if (desired.levelIds.length === 0 && isExpired(facts, nowMs)) return [];
    // The global result serves everybody in one call; a person's own detail gets past other people's pending changes.
    const isOwnTurn = shouldLearnDoors || (application.rounds >= GLOBAL_ROUNDS && application.rounds % 2 === 0);
    return [due({ kind: isOwnTurn && hasOwnApplication ? 'read-own-application' : 'read-application' }, roundAtMs)];
  }
}

import {
  type Due,
  dueOf,
  isDue,
  LONGEST_WAIT_FOR_RETURN_MS,
  LONGEST_WAIT_MS,
} from '../../../../../src/modules/visits/domain/due.js';
import { foldVisit } from '../../../../../src/modules/visits/domain/fold-visit.js';
import { type VisitFact, type VisitTerms } from '../../../../../src/modules/visits/domain/visit-facts.js';
import { at, close, entry, exit, RULES, terms } from './facts.builder.js';

function due(facts: readonly VisitFact[], isMarked = false, rules = RULES, agreed: VisitTerms = terms()) {
  return dueOf(foldVisit(agreed, facts, at('12:00'), rules), agreed, isMarked, rules);
}

describe('what time does next', () => {
  it('is a no-show at validTo plus the grace, with or without auto-close', () => {
    for (const rules of [RULES, { ...RULES, isAutoCloseOn: false }]) {
      expect(due([], false, rules)).toMatchObject({ at: at('17:30'), status: 'no_show', endedAt: at('17:30') });
    }
  });

  it('is to mark overstaying, then to close as expired', () => {
    expect(due([entry('10:00')])).toEqual({ at: at('17:00'), action: 'mark_overstaying' });
    expect(due([entry('10:00')], true)).toMatchObject({ at: at('17:30'), closedReason: 'expired' });
    expect(due([entry('10:00')], true, { ...RULES, isAutoCloseOn: false })).toBeNull();
  });

  it('is to close after whoever stays outside, at their exit', () => {
    const agreed = terms({ exitPolicy: 'grace' });
    expect(due([entry('10:00'), exit('11:00')], false, RULES, agreed)).toMatchObject({
      at: at('11:15'),
      closedReason: 'exit',
      endedAt: at('11:00'),
    });
  });

  it.each([
    ['a no-show', due([]), LONGEST_WAIT_MS],
    ['an overstayer', due([entry('10:00')], true), LONGEST_WAIT_MS],
    [
      'somebody outside',
      due([entry('10:00'), exit('11:00')], false, RULES, terms({ exitPolicy: 'grace' })),
      LONGEST_WAIT_FOR_RETURN_MS,
    ],
  ])('closes %s once the passages before it are known, or it has waited too long', (_, found, longestMs) => {
    const { at: dueAt } = found as Due;
    const after = (ms: number): Date => new Date(dueAt.getTime() + ms);
    const isDone = (now: Date, knownTo: Date): boolean => isDue(found as Due, { now, knownTo });
    expect(isDone(after(-1), after(longestMs))).toBe(false);
    expect(isDone(after(0), after(0))).toBe(true);
    expect(isDone(after(longestMs - 1), after(-1))).toBe(false);
    expect(isDone(after(longestMs), after(-1))).toBe(true);
  });

  it('marks overstaying whatever is known', () => {
    expect(isDue(due([entry('10:00')])!, { now: at('17:00'), knownTo: at('09:00') })).toBe(true);
  });

  it('is nothing once a visit is over', () => {
    expect(due([entry('10:00'), exit('11:00')])).toBeNull();
    expect(due([close('10:00')])).toBeNull();
  });
});

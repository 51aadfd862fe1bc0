import { dueOf } from '../../../../../src/modules/visits/domain/due.js';
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

  it('is nothing once a visit is over', () => {
    expect(due([entry('10:00'), exit('11:00')])).toBeNull();
    expect(due([close('10:00')])).toBeNull();
  });
});

import { foldVisit, type VisitState } from '../../../../../src/modules/visits/domain/fold-visit.js';
import { type VisitFact, type VisitTerms } from '../../../../../src/modules/visits/domain/visit-facts.js';
import { at, close, entry, exit, passage, RULES, terms } from './facts.builder.js';

function fold(facts: readonly VisitFact[], agreed: VisitTerms = terms(), now = at('12:00')): VisitState {
  return foldVisit(agreed, facts, now, RULES);
}

describe('the state of a visit', () => {
  it('is expected while nothing happened', () => {
    expect(fold([])).toMatchObject({ status: 'expected', checkedInAt: null, isInside: false });
  });

  it.each(['denied', 'face_mismatch', 'other'] as const)('is not changed by a passage that was %s', (result) => {
    expect(fold([passage('10:00', 'entry', { result })]).status).toBe('expected');
  });

  it('is checked in by the first granted passage, with or without a direction', () => {
    expect(fold([entry('10:00'), entry('10:20')])).toMatchObject({ status: 'checked_in', checkedInAt: at('10:00') });
    expect(fold([passage('10:00', null)])).toMatchObject({ status: 'checked_in', checkedInBy: 'passage' });
  });

  it('is never checked out by passages without a direction', () => {
    const facts = ['10:00', '11:00', '12:00', '17:20'].map((time) => passage(time, null));
    expect(fold(facts).status).toBe('checked_in');
  });

  it('moves checkedInAt back when an earlier entry is found', () => {
    const byHand: VisitFact = { kind: 'check_in', eventId: 'desk', occurredAt: at('10:05') };
    expect(fold([byHand])).toMatchObject({ checkedInAt: at('10:05'), checkedInBy: 'hand' });
    expect(fold([byHand, entry('10:02')])).toMatchObject({ checkedInAt: at('10:02'), checkedInBy: 'passage' });
  });

  it('checks in by an exit that nobody entered for, until the entry is found', () => {
    const alone = fold([exit('11:00')]);
    expect(alone).toMatchObject({ status: 'checked_out', checkedInAt: at('11:00'), checkedOutAt: at('11:00') });
    const explained = fold([exit('11:00'), entry('10:00')]);
    expect(explained).toMatchObject({ status: 'checked_out', checkedInAt: at('10:00') });
  });

  it('is overstaying from validTo on while the guest is checked in', () => {
    expect(fold([entry('10:00')], terms(), at('16:59:59')).isOverstaying).toBe(false);
    expect(fold([entry('10:00')], terms(), at('17:00')).isOverstaying).toBe(true);
    expect(fold([], terms(), at('17:10')).isOverstaying).toBe(false);
  });

  describe('first_exit', () => {
    it('ends with the first exit, whatever follows', () => {
      const state = fold([entry('10:00'), exit('11:00'), entry('11:05'), exit('12:00')]);
      expect(state).toMatchObject({ status: 'checked_out', closedReason: 'exit', checkedOutAt: at('11:00') });
    });
  });

  describe('grace', () => {
    const agreed = terms({ exitPolicy: 'grace' });

    it('goes on after a return within the grace', () => {
      expect(fold([entry('10:00'), exit('11:00'), entry('11:15')], agreed)).toMatchObject({
        status: 'checked_in',
        isInside: true,
        closesAt: null,
      });
    });

    it('only says when it closes: the sweep writes that down', () => {
      const state = fold([entry('10:00'), exit('11:00')], agreed, at('11:40'));
      expect(state).toMatchObject({ status: 'checked_in', isInside: false, closesAt: at('11:15') });
    });

    it('waits for nobody longer than validTo', () => {
      expect(fold([entry('10:00'), exit('16:50')], agreed).closesAt).toEqual(at('17:00'));
    });

    it('is not continued by an entry after the grace', () => {
      const state = fold([entry('10:00'), exit('11:00'), entry('11:30')], agreed);
      expect(state).toMatchObject({ status: 'checked_in', isInside: false, closesAt: at('11:15') });
    });

    it('ends with an exit after validTo', () => {
      const state = fold([entry('10:00'), exit('17:05')], agreed);
      expect(state).toMatchObject({ status: 'checked_out', checkedOutAt: at('17:05') });
    });

    it('is not reopened when a pause is found before the exit that ended it', () => {
      const state = fold([entry('10:00'), exit('16:30'), exit('17:05')], agreed);
      expect(state).toMatchObject({ status: 'checked_out', checkedOutAt: at('17:05') });
    });
  });

  describe('until_end', () => {
    const agreed = terms({ exitPolicy: 'until_end' });

    it('lets the guest come and go', () => {
      const state = fold([entry('10:00'), exit('11:00'), entry('13:00'), exit('14:00')], agreed);
      expect(state).toMatchObject({ status: 'checked_in', isInside: false, closesAt: at('17:00') });
    });

    it('goes on after an exit without an entry', () => {
      expect(fold([exit('11:00')], agreed)).toMatchObject({ status: 'checked_in', checkedInAt: at('11:00') });
    });
  });

  it('judges an exit by the policy that was agreed when it happened', () => {
    const change: VisitFact = {
      kind: 'exit_policy',
      eventId: 'patch',
      occurredAt: at('12:00'),
      exitPolicy: 'first_exit',
    };
    const agreed = terms({ exitPolicy: 'until_end' });
    expect(fold([entry('10:00'), exit('11:00'), entry('11:30'), change], agreed).status).toBe('checked_in');
    expect(fold([entry('10:00'), exit('11:00'), change, exit('13:00')], agreed).status).toBe('checked_out');
  });

  describe('a close', () => {
    it('says how the visit ended, whatever passages are found later', () => {
      const state = fold([entry('10:00'), close('11:00'), exit('10:30'), entry('11:30')]);
      expect(state).toMatchObject({ status: 'checked_out', closedReason: 'manual', checkedOutAt: at('11:00') });
    });

    it('keeps a cancelled visit and a no-show from ever having begun', () => {
      const cancelled = close('08:00', { status: 'cancelled', closedReason: 'cancelled' });
      expect(fold([cancelled, entry('10:00')])).toMatchObject({ status: 'cancelled', checkedInAt: null });
      const noShow = close('17:30', { status: 'no_show', closedReason: 'no_show' });
      expect(fold([entry('10:00'), noShow])).toMatchObject({ status: 'no_show', checkedInAt: null });
    });

    it('of two the first stands', () => {
      const later = close('12:00', { closedReason: 'expired' });
      expect(fold([later, entry('10:00'), close('11:00')]).closedReason).toBe('manual');
    });

    it('keeps the check-in of a device whose clock is ahead', () => {
      expect(fold([entry('11:02'), close('11:00')]).checkedInAt).toEqual(at('11:02'));
    });
  });
});

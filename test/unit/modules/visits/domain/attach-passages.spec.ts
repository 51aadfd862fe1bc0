import { attachPassages, type GuestVisit } from '../../../../../src/modules/visits/domain/attach-passages.js';
import { type PassageFact, type VisitFact } from '../../../../../src/modules/visits/domain/visit-facts.js';
import { at, close, entry, exit, passage, RULES, terms } from './facts.builder.js';

const NOW = at('18:00');

function visit(facts: readonly VisitFact[] = [], changes: Partial<GuestVisit> = {}): GuestVisit {
  return { visitId: 'v', terms: terms(), facts, ...changes };
}

const attach = (visits: readonly GuestVisit[], ...passages: readonly PassageFact[]) =>
  attachPassages(visits, passages, NOW, RULES);

describe('passages given to the visits of a guest', () => {
  it('are taken in the order in which they happened, whatever the order of arrival', () => {
    const { changes, attachments } = attach([visit()], exit('11:00'), entry('10:00'));
    expect(changes.get('v')?.after).toMatchObject({ checkedInAt: at('10:00'), checkedOutAt: at('11:00') });
    expect(attachments.map(({ isLate }) => isLate)).toEqual([false, false]);
  });

  it('are taken once', () => {
    expect(attach([visit([entry('10:00')])], entry('10:00')).attachments).toEqual([]);
    expect(attach([visit()], entry('10:00'), entry('10:00')).attachments).toHaveLength(1);
  });

  it('that were denied stand on the timeline and change nothing', () => {
    const { attachments, changes } = attach([visit()], passage('10:00', 'entry', { result: 'denied' }));
    expect(attachments).toHaveLength(1);
    expect(changes.get('v')?.after.status).toBe('expected');
  });

  it('name the passage that moved the visit last as the cause', () => {
    const { changes } = attach([visit()], entry('10:00'), entry('10:30'));
    expect(changes.get('v')?.cause).toBe(entry('10:00').passageId);
  });

  it('after the end are late', () => {
    const { attachments } = attach([visit([entry('10:00'), close('12:00')])], exit('11:00'));
    expect(attachments).toMatchObject([{ isLate: true }]);
  });

  it('are late too when only the sweep has not yet closed the visit', () => {
    const agreed = terms({ exitPolicy: 'grace' });
    const { attachments } = attach([visit([entry('10:00'), exit('11:00')], { terms: agreed })], entry('11:30'));
    expect(attachments).toMatchObject([{ isLate: true }]);
  });

  describe('find the visit', () => {
    const morning = visit([], { visitId: 'morning', terms: terms({ validTo: at('12:00') }) });
    const day = visit([], { visitId: 'day' });
    const chosen = (visits: readonly GuestVisit[], it: PassageFact) => attach(visits, it).attachments[0]?.visitId;

    it('that ends first', () => {
      expect(chosen([day, morning], entry('10:00'))).toBe('morning');
    });

    it('that is checked in', () => {
      expect(chosen([morning, { ...day, facts: [entry('09:30')] }], entry('10:00'))).toBe('day');
    });

    it('during which a late upload happened', () => {
      const over = { ...morning, facts: [entry('09:10'), exit('10:30')] };
      expect(chosen([{ ...day, facts: [entry('11:00')] }, over], entry('10:00'))).toBe('morning');
    });

    it('that takes place, before one that was cancelled', () => {
      const cancelled = { ...morning, facts: [close('08:00', { status: 'cancelled', closedReason: 'cancelled' })] };
      expect(chosen([cancelled, day], entry('10:00'))).toBe('day');
      expect(chosen([cancelled], entry('10:00'))).toBe('morning');
    });

    it.each([
      ['08:44:59', undefined],
      ['08:45', 'day'],
      ['17:30', 'day'],
      ['17:30:01', undefined],
    ])('at %s: %s', (clockTime, expected) => {
      expect(chosen([day], entry(clockTime))).toBe(expected);
    });
  });

  it('tell when somebody closed without an exit seen has left after all', () => {
    const expired = close('17:31', { closedReason: 'expired', endedAt: at('17:30') });
    const { seenLeaving, attachments } = attach([visit([entry('10:00'), expired])], exit('19:00'));
    expect(seenLeaving).toEqual([{ visitId: 'v', at: at('19:00') }]);
    expect(attachments).toEqual([]);
  });
});

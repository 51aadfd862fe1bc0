import { changedFields, merged } from '../../../../../src/modules/visits/domain/visit-changes.js';
import { at } from './facts.builder.js';

const CURRENT = { purpose: 'Talk', validTo: at('17:00'), levels: ['1', '2'], phone: null as string | null };

describe('what a change changes', () => {
  it('is what differs, by path', () => {
    expect(changedFields(CURRENT, { purpose: 'Lunch', phone: '5' }, 'guest.')).toEqual([
      'guest.purpose',
      'guest.phone',
    ]);
    expect(changedFields(CURRENT, { levels: ['1', '3'] })).toEqual(['levels']);
  });

  it('is nothing where the same is said again', () => {
    expect(changedFields(CURRENT, { purpose: 'Talk', validTo: at('17:00'), levels: ['2', '1'], phone: null })).toEqual(
      [],
    );
  });

  it('leaves what is not said', () => {
    const wanted: Partial<typeof CURRENT> = { purpose: 'Lunch' };
    expect(changedFields(CURRENT, wanted)).toEqual(['purpose']);
    expect(merged(CURRENT, wanted)).toEqual({ ...CURRENT, purpose: 'Lunch' });
  });
});

import { NOTHING_DESIRED } from '../../../../../src/modules/access-control/domain/desired-access.js';
import { ledgerCause } from '../../../../../src/modules/access-control/domain/ledger-cause.js';

const person = { profileHash: 'ann', faceSha256: 'face', beginsAtMs: 0, endsAtMs: 1 };

describe('cause of a ledger entry', () => {
  it.each([
    ['visit_over', NOTHING_DESIRED],
    ['level_changed', { ...NOTHING_DESIRED, person, levelIds: ['2'] }],
    ['no_photo', { ...NOTHING_DESIRED, blocker: 'NO_PHOTO' as const }],
    ['no_consent', { ...NOTHING_DESIRED, blocker: 'CONSENT_MISSING' as const }],
    ['suspended', { ...NOTHING_DESIRED, blocker: 'SUSPENDED' as const, isSuspended: true }],
  ])('of a taken level is %s', (cause, desired) => {
    expect(ledgerCause('take', desired, false)).toBe(cause);
  });

  it('of a taken level is that the server is left, whatever else is so', () => {
    expect(ledgerCause('take', { ...NOTHING_DESIRED, isSuspended: true }, true)).toBe('server_disabled');
  });

  it('of all else is what made it', () => {
    const all = (['give', 'not_given', 'confirmed_gone'] as const).map((entry) =>
      ledgerCause(entry, NOTHING_DESIRED, false),
    );
    expect(all).toEqual(['visit', 'refused', 'read_back']);
  });
});

import { viewAccess } from '../../../../../src/modules/access-control/application/view-access.js';
import { type JoinedVisitAccess } from '../../../../../src/modules/access-control/persistence/visit-access-repository.js';

type Stored = NonNullable<JoinedVisitAccess['stored']>;

const NOW = new Date('2026-06-10T08:00:00.400Z');
const LATER = new Date('2026-06-10T10:00:00.900Z');
const claim = {
  hasFace: true,
  validFrom: new Date('2026-06-10T07:00:00Z'),
  validTo: LATER,
  levelIds: ['1'],
  suspendedAt: null,
};
const granted: Stored = {
  visitId: 'visit',
  guestId: 'guest',
  cardholderId: 'cardholder',
  isOpen: true,
  wasServed: true,
  levelIds: ['1'],
  endsAt: LATER,
  desired: 'granted',
  status: 'granted',
  validFrom: claim.validFrom,
  validTo: LATER,
  exposureEndsAt: LATER,
  doors: [{ doorId: '11', name: 'Entrance', status: 'applied', at: NOW, reason: null }],
  attempts: 0,
  nextAttemptAt: null,
  lastError: null,
  grantedAt: NOW,
  revokedAt: null,
  personCode: '0000000000000000',
  personId: '1042',
  serverId: 'server',
};
const view = (joined: Partial<JoinedVisitAccess>, now = NOW) =>
  viewAccess({ visitId: 'visit', stored: granted, claim, ...joined }, now, 'en');

describe('view of access', () => {
  it('shows what is stored while nothing has happened since', () => {
    expect(view({})).toMatchObject({ desired: 'granted', status: 'granted', exposureEndsAt: LATER });
  });

  it.each([
    ['without a photo', { ...claim, hasFace: false }, 'granted', 'awaiting_photo'],
    ['with a photo', claim, 'granted', 'pending'],
    ['that is over', null, 'revoked', 'revoked'],
  ] as const)('of a visit %s that was not met yet', (_name, met, desired, status) => {
    expect(view({ stored: null, claim: met })).toMatchObject({ desired, status, doors: [] });
  });

  it('is revoking from the whole second of validTo on, though nobody has noticed yet', () => {
    const endsAtMs = Math.floor(LATER.getTime() / 1_000) * 1_000;
    expect(view({}, new Date(endsAtMs - 1)).status).toBe('granted');
    expect(view({}, new Date(endsAtMs))).toMatchObject({ desired: 'revoked', status: 'revoking' });
    expect(view({ claim: null })).toMatchObject({ desired: 'revoked', status: 'revoking' });
  });

  it('is revoked and names no door when nothing was ever given', () => {
    const stored: Stored = { ...granted, status: 'failed', wasServed: false };
    expect(view({ stored, claim: null })).toMatchObject({ status: 'revoked', doors: [], exposureEndsAt: null });
  });

  it('awaits a photo at once after it was removed, and is pending at once after a new one', () => {
    expect(view({ claim: { ...claim, hasFace: false } }).status).toBe('awaiting_photo');
    const stored: Stored = { ...granted, status: 'awaiting_photo', lastError: { code: 'NO_PHOTO', at: NOW } };
    expect(view({ stored })).toMatchObject({ status: 'pending', lastError: null });
  });

  it('is not granted any more from the moment in which another level or end is agreed', () => {
    expect(view({ claim: { ...claim, levelIds: ['1', '2'] } }).status).toBe('pending');
    expect(view({ claim: { ...claim, levelIds: ['2'] } }).status).toBe('pending');
    expect(view({ claim: { ...claim, validTo: new Date(LATER.getTime() + 60_000) } }).status).toBe('applying');
    expect(view({ stored: { ...granted, levelIds: ['1', '2'] } }).status).toBe('granted');
  });

  it('is pending when a visit that had run out was made longer', () => {
    const stored: Stored = { ...granted, desired: 'revoked', status: 'revoked', revokedAt: NOW };
    expect(view({ stored })).toMatchObject({ desired: 'granted', status: 'pending', revokedAt: null });
  });

  it('is refused, met or not, while the guest is suspended, and says so', () => {
    const suspended = { ...claim, suspendedAt: NOW };
    const refused = { desired: 'revoked', lastError: { code: 'SUSPENDED', at: NOW } };
    expect(view({ stored: null, claim: suspended })).toMatchObject({ ...refused, status: 'revoked' });
    expect(view({ claim: suspended })).toMatchObject({ ...refused, status: 'revoking', exposureEndsAt: LATER });
    const stored: Stored = { ...granted, desired: 'revoked', status: 'revoked', lastError: refused.lastError as never };
    expect(view({ stored })).toMatchObject({ desired: 'granted', status: 'pending', lastError: null });
  });

  it('speaks the language of who asks', () => {
    const stored: Stored = { ...granted, status: 'failed', lastError: { code: 'CAPACITY', at: NOW } };
    const message = (language: 'en' | 'ru') =>
      viewAccess({ visitId: 'visit', stored, claim }, NOW, language).lastError?.message;
    expect(message('en')).toBe('HikCentral has no room for another person.');
    expect(message('ru')).toBe('В HikCentral нет места для ещё одного человека.');
  });
});

import {
  accessOf,
  exposureEndsAt,
  isTakingOutstanding,
  type ShownFrom,
  type ShownVisit,
} from '../../../../../src/modules/access-control/domain/access-status.js';
import {
  type DesiredAccess,
  NOTHING_DESIRED,
} from '../../../../../src/modules/access-control/domain/desired-access.js';
import { type AccessFacts, NO_FACTS, type Trouble } from '../../../../../src/modules/access-control/domain/facts.js';
import { PerfectHikCentral } from '../perfect-hikcentral.js';

const NOW_MS = Date.parse('2026-06-10T08:00:00Z');
const HOUR_MS = 3_600_000;
const ENDS_AT_MS = NOW_MS + HOUR_MS;

const visit: ShownVisit = {
  visitId: 'visit',
  isOpen: true,
  validTo: new Date(ENDS_AT_MS + 700),
  levelIds: ['1'],
  wasServed: true,
};
const wanted: DesiredAccess = {
  ...NOTHING_DESIRED,
  visitIds: ['visit'],
  levelIds: ['1'],
  person: { profileHash: 'ann', faceSha256: 'face', beginsAtMs: NOW_MS - HOUR_MS, endsAtMs: ENDS_AT_MS },
};
const doorsOfLevels = new Map([
  [
    '1',
    [
      { doorId: '11', name: 'Entrance' },
      { doorId: '12', name: 'Exit' },
    ],
  ],
]);
const from = (overrides: Partial<ShownFrom> = {}): ShownFrom => ({
  desired: wanted,
  facts: NO_FACTS,
  hasFace: true,
  doorsOfLevels,
  nowMs: NOW_MS,
  ...overrides,
});
const trouble = (code: string, isFinal: boolean): Trouble => ({
  code,
  atMs: NOW_MS,
  attempts: 1,
  notBeforeMs: NOW_MS,
  isFinal,
});

/** Facts as they are when everything that is wanted was read back. */
function grantedFacts(): AccessFacts {
  return new PerfectHikCentral(NOW_MS).settle(wanted, NO_FACTS);
}

/** Facts after so many further calls towards nothing. */
function leaving(calls: number): AccessFacts {
  const world = new PerfectHikCentral(NOW_MS);
  let facts = world.settle(wanted, NO_FACTS);
  for (const step of [
    { kind: 'take-level', levelId: '1' },
    { kind: 'request-application' },
    { kind: 'read-members', levelId: '1' },
    { kind: 'read-application' },
  ].slice(0, calls)) {
    facts = world.take(step as Parameters<typeof world.take>[0], NOTHING_DESIRED, facts);
  }
  return facts;
}

describe('access status', () => {
  describe('while the visit lasts', () => {
    it('is pending until HikCentral holds something', () => {
      expect(accessOf({ ...visit, wasServed: false }, from())).toMatchObject({ desired: 'granted', status: 'pending' });
    });

    it('is granted, and every door applied, when all was read back', () => {
      const shown = accessOf(visit, from({ facts: grantedFacts() }));
      expect(shown).toMatchObject({ desired: 'granted', status: 'granted', lastError: null });
      expect(shown.doors.map(({ doorId, status }) => [doorId, status])).toEqual([
        ['11', 'applied'],
        ['12', 'applied'],
      ]);
      expect(shown.validTo).toEqual(new Date(ENDS_AT_MS));
      expect(shown.exposureEndsAt).toEqual(new Date(ENDS_AT_MS));
    });

    it('is applying, not granted, while another end of validity is wanted than was read back', () => {
      const longer = { ...wanted, person: { ...wanted.person!, endsAtMs: ENDS_AT_MS + HOUR_MS } };
      const longerVisit = { ...visit, validTo: new Date(ENDS_AT_MS + HOUR_MS) };
      expect(accessOf(longerVisit, from({ desired: longer, facts: grantedFacts() })).status).toBe('applying');
    });

    it('awaits a photo without one, also while the level is being taken', () => {
      const desired = { ...NOTHING_DESIRED, visitIds: ['visit'], blocker: 'NO_PHOTO' as const };
      const shown = accessOf(visit, from({ desired, hasFace: false, facts: grantedFacts() }));
      expect(shown).toMatchObject({ status: 'awaiting_photo', lastError: { code: 'NO_PHOTO' } });
      expect(shown.exposureEndsAt).toEqual(new Date(ENDS_AT_MS));
    });

    it('is taken from a suspended guest, whatever the visit says, and says why', () => {
      const desired = { ...NOTHING_DESIRED, visitIds: ['visit'], blocker: 'SUSPENDED' as const, isSuspended: true };
      const said = { desired: 'revoked', lastError: { code: 'SUSPENDED' } };
      expect(accessOf(visit, from({ desired, facts: grantedFacts() }))).toMatchObject({ ...said, status: 'revoking' });
      const announced = { ...visit, visitId: 'another', wasServed: false };
      expect(accessOf(announced, from({ desired }))).toMatchObject({ ...said, status: 'revoked', doors: [] });
      expect(accessOf({ ...visit, isOpen: false }, from({ desired })).lastError).toBeNull();
    });

    it('has failed when a person must act, and says why', () => {
      const facts = { ...NO_FACTS, trouble: trouble('PHOTO_REFUSED', true) };
      expect(accessOf({ ...visit, wasServed: false }, from({ facts }))).toMatchObject({
        status: 'failed',
        lastError: { code: 'PHOTO_REFUSED' },
        attempts: 1,
      });
    });

    it('names the door that failed or is offline', () => {
      const facts = grantedFacts();
      const outstanding = { ...facts, application: { ...facts.application, confirmedAtMs: null } };
      const door = { name: 'Entrance', atMs: NOW_MS };
      const offline = { ...outstanding, doors: { '11': { ...door, status: 'pending', reason: 'offline' } as const } };
      expect(accessOf(visit, from({ facts: offline }))).toMatchObject({
        status: 'applying',
        lastError: { code: 'DOOR_OFFLINE' },
      });
      const failed = { ...outstanding, doors: { '11': { ...door, status: 'failed', reason: 'face' } as const } };
      expect(accessOf(visit, from({ facts: failed })).lastError?.code).toBe('PHOTO_REFUSED');
    });

    it('says that HikCentral cannot tell after a minute of looking', () => {
      const facts = grantedFacts();
      const application = { ...facts.application, confirmedAtMs: null, rounds: 6 };
      expect(accessOf(visit, from({ facts: { ...facts, application } })).lastError?.code).toBe('UNCONFIRMED');
    });
  });

  describe('when validTo has passed and the visit is still open', () => {
    const afterEnd = (facts: AccessFacts, nowMs = ENDS_AT_MS) =>
      accessOf(visit, from({ desired: NOTHING_DESIRED, facts, nowMs }));

    it('goes from granted to revoking with the last whole second, never by way of pending', () => {
      expect(accessOf(visit, from({ facts: grantedFacts(), nowMs: ENDS_AT_MS - 1 })).status).toBe('granted');
      expect(afterEnd(grantedFacts())).toMatchObject({ desired: 'revoked', status: 'revoking' });
      expect(afterEnd(grantedFacts(), ENDS_AT_MS + 700)).toMatchObject({ desired: 'revoked', status: 'revoking' });
    });

    it.each([0, 1, 2])('is revoking after %i taking calls, until it is read back', (calls) => {
      expect(afterEnd(leaving(calls)).status).toBe('revoking');
    });

    it('is revoked with its doors removed once it was read back as gone', () => {
      const shown = afterEnd(leaving(4));
      expect(shown).toMatchObject({ desired: 'revoked', status: 'revoked', exposureEndsAt: null });
      expect(shown.doors.map(({ status }) => status)).toEqual(['removed', 'removed']);
    });

    it('is revoked without a word about doors when nothing was ever given', () => {
      const facts = { ...NO_FACTS, trouble: trouble('PHOTO_REFUSED', true) };
      const shown = accessOf(
        { ...visit, wasServed: false },
        from({ desired: NOTHING_DESIRED, facts, nowMs: ENDS_AT_MS }),
      );
      expect(shown).toMatchObject({ desired: 'revoked', status: 'revoked', doors: [], lastError: null });
    });
  });

  describe('when the visit was ended early', () => {
    const ended = { ...visit, isOpen: false };
    const afterCancel = (facts: AccessFacts) => accessOf(ended, from({ desired: NOTHING_DESIRED, facts }));

    it('is revoking until the doors confirm, exposed until the end they hold', () => {
      const shown = afterCancel(leaving(3));
      expect(shown.status).toBe('revoking');
      expect(shown.exposureEndsAt).toEqual(new Date(ENDS_AT_MS));
      expect(shown.doors.map(({ status }) => status)).toEqual(['pending', 'pending']);
    });

    it('is revoked once they did', () => {
      expect(afterCancel(leaving(4)).status).toBe('revoked');
    });

    it('leaves the doors that another visit still opens', () => {
      const other = { ...wanted, visitIds: ['other'] };
      const shown = accessOf(ended, from({ desired: other, facts: grantedFacts() }));
      expect(shown.status).toBe('revoked');
      expect(shown.doors.map(({ status, reason }) => [status, reason])).toEqual([
        ['applied', 'other_visit'],
        ['applied', 'other_visit'],
      ]);
    });

    it('shows what keeps it from being taken', () => {
      const facts = { ...grantedFacts(), takingTrouble: trouble('HIKCENTRAL_BUSY', false) };
      expect(afterCancel(facts)).toMatchObject({ status: 'revoking', lastError: { code: 'HIKCENTRAL_BUSY' } });
    });
  });

  it('has something to take until it is read back, or every door is past the end it holds', () => {
    expect(isTakingOutstanding(NOTHING_DESIRED, grantedFacts(), NOW_MS)).toBe(true);
    expect(isTakingOutstanding(NOTHING_DESIRED, leaving(3), NOW_MS)).toBe(true);
    expect(isTakingOutstanding(NOTHING_DESIRED, leaving(3), ENDS_AT_MS)).toBe(false);
    expect(isTakingOutstanding(NOTHING_DESIRED, leaving(4), NOW_MS)).toBe(false);
  });

  it('is exposed to nothing when no level may be held, or the end has passed', () => {
    expect(exposureEndsAt(NO_FACTS, NOW_MS)).toBeNull();
    expect(exposureEndsAt(grantedFacts(), NOW_MS)).toEqual(new Date(ENDS_AT_MS));
    expect(exposureEndsAt(grantedFacts(), ENDS_AT_MS)).toBeNull();
  });
});

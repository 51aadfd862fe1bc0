import fc from 'fast-check';
import {
  type Claims,
  desiredAccess,
  type DesireSettings,
  NO_STANDING,
} from '../../../../../src/modules/access-control/domain/desired-access.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW_MS = Date.parse('2026-06-10T08:00:00Z');
const SETTINGS: DesireSettings = {
  accessLeadMs: 24 * HOUR_MS,
  earlyArrivalMs: 15 * MINUTE_MS,
  isConsentRequired: false,
  personRetentionMs: 30 * 24 * HOUR_MS,
};

const visit = (visitId: string, fromHours: number, toHours: number, ...accessLevelIds: string[]) => ({
  visitId,
  validFrom: new Date(NOW_MS + fromHours * HOUR_MS),
  validTo: new Date(NOW_MS + toHours * HOUR_MS),
  accessLevelIds: accessLevelIds.length === 0 ? ['1'] : accessLevelIds,
});

const claims = (...visits: Claims['visits'][number][]): Claims => ({
  fullName: 'Asa Ost',
  phone: null,
  email: null,
  hasConsent: false,
  faceSha256: 'face',
  visits,
  lastVisitEndedAt: null,
});

describe('desired access', () => {
  it('is nothing before the lead time, and says when that comes', () => {
    const desired = desiredAccess(claims(visit('a', 30, 31)), NOW_MS, SETTINGS);
    expect(desired).toMatchObject({ visitIds: [], person: null, levelIds: [], changesAtMs: NOW_MS + 6 * HOUR_MS });
  });

  it('is the current visit, from early arrival until validTo', () => {
    const { person } = desiredAccess(claims(visit('a', 0, 2)), NOW_MS, SETTINGS);
    expect(person).toMatchObject({ beginsAtMs: NOW_MS - 15 * MINUTE_MS, endsAtMs: NOW_MS + 2 * HOUR_MS });
  });

  it('is nothing from validTo on', () => {
    const ended = claims(visit('a', -2, 0));
    expect(desiredAccess(ended, NOW_MS, SETTINGS).person).toBeNull();
    expect(desiredAccess(ended, NOW_MS - 1_000, SETTINGS).person).not.toBeNull();
  });

  it('joins visits that overlap: all levels, the latest end', () => {
    const desired = desiredAccess(claims(visit('a', 0, 2, '1'), visit('b', 1, 4, '2')), NOW_MS, SETTINGS);
    expect(desired.visitIds).toEqual(['a', 'b']);
    expect(desired.levelIds).toEqual(['1', '2']);
    expect(desired.person?.endsAtMs).toBe(NOW_MS + 4 * HOUR_MS);
  });

  it('never bridges a gap: the later visit waits until the earlier has ended', () => {
    const both = claims(visit('a', 0, 2), visit('b', 5, 6));
    expect(desiredAccess(both, NOW_MS, SETTINGS)).toMatchObject({ visitIds: ['a'] });
    const later = desiredAccess(both, NOW_MS + 2 * HOUR_MS, SETTINGS);
    expect(later.visitIds).toEqual(['b']);
    expect(later.person?.beginsAtMs).toBe(NOW_MS + 5 * HOUR_MS - 15 * MINUTE_MS);
  });

  it.each([
    ['NO_PHOTO', { ...claims(visit('a', 0, 2)), faceSha256: null }, SETTINGS],
    ['CONSENT_MISSING', claims(visit('a', 0, 2)), { ...SETTINGS, isConsentRequired: true }],
    ['NO_ACCESS_LEVEL', claims({ ...visit('a', 0, 2), accessLevelIds: [] }), SETTINGS],
  ])('sends nobody: %s', (blocker, guest, settings) => {
    expect(desiredAccess(guest, NOW_MS, settings)).toMatchObject({ blocker, person: null, levelIds: [] });
  });

  it('is nothing for a suspended guest, whatever was agreed, and what was agreed once resumed', () => {
    const hours = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(fc.array(hours, { maxLength: 4 }), fc.boolean(), (starts, hasPhoto) => {
        const agreed = claims(...starts.map((from, index) => visit(String(index), from, from + 3)));
        const guest = { ...agreed, faceSha256: hasPhoto ? 'face' : null };
        const free = desiredAccess(guest, NOW_MS, SETTINGS, { ...NO_STANDING });
        const suspended = desiredAccess(guest, NOW_MS, SETTINGS, { ...NO_STANDING, isSuspended: true });
        expect(suspended).toMatchObject({ person: null, levelIds: [], isSuspended: true });
        expect(suspended.visitIds).toEqual(free.visitIds);
        expect([suspended.changesAtMs, suspended.isPersonToGo]).toEqual([free.changesAtMs, free.isPersonToGo]);
        expect(suspended.blocker).toBe(free.visitIds.length > 0 ? 'SUSPENDED' : null);
        expect(desiredAccess(guest, NOW_MS, SETTINGS)).toEqual(free);
      }),
    );
  });

  it('lets the face go where consent is required and was withdrawn', () => {
    const strict = { ...SETTINGS, isConsentRequired: true };
    const guest = claims(visit('a', 0, 2));
    expect(desiredAccess(guest, NOW_MS, strict)).toMatchObject({ blocker: 'CONSENT_MISSING', isPersonToGo: true });
    expect(desiredAccess({ ...guest, hasConsent: true }, NOW_MS, strict)).toMatchObject({ isPersonToGo: false });
    expect(desiredAccess(guest, NOW_MS, SETTINGS)).toMatchObject({ blocker: null, isPersonToGo: false });
  });

  it('desires nothing on a server that we leave, and nobody stays there', () => {
    const standing = { ...NO_STANDING, isServerDisabled: true };
    const inside = desiredAccess(claims(visit('now', -1, 1)), NOW_MS, SETTINGS, standing);
    const blocked = { visitIds: ['now'], blocker: 'SERVER_DISABLED' };
    const left = { person: null, levelIds: [], isPersonToGo: true, isCleanUp: true };
    expect(inside).toMatchObject({ ...left, ...blocked });
    expect(desiredAccess(claims(), NOW_MS, SETTINGS, standing)).toMatchObject(left);
  });

  it('lets a person go once the last visit ended so long ago, and nobody with an open visit', () => {
    const days = fc.integer({ min: -100, max: -1 });
    fc.assert(
      fc.property(days, fc.boolean(), fc.boolean(), (endedDays, isExpected, isSuspended) => {
        const lastVisitEndedAt = new Date(NOW_MS + endedDays * 24 * HOUR_MS);
        const guest = { ...claims(...(isExpected ? [visit('far', 90, 91)] : [])), lastVisitEndedAt };
        const desired = desiredAccess(guest, NOW_MS, SETTINGS, { ...NO_STANDING, isSuspended });
        const isOver = endedDays <= -30 && !isExpected;
        expect([desired.isPersonToGo, desired.isCleanUp]).toEqual([isOver, isOver]);
        const retiresAtMs = lastVisitEndedAt.getTime() + SETTINGS.personRetentionMs;
        if (!isOver && !isExpected) {
          expect(desired.changesAtMs).toBe(retiresAtMs);
          expect(desiredAccess(guest, retiresAtMs, SETTINGS)).toMatchObject({ isCleanUp: true, changesAtMs: null });
        }
      }),
    );
  });

  it('ends with a visit that is open at every instant of its window, and changes only when it said it would', () => {
    const hours = fc.integer({ min: -40, max: 40 });
    const someVisit = fc
      .tuple(hours, fc.integer({ min: 1, max: 20 }), fc.constantFrom('1', '2'))
      .map(([from, lasts, level]) => visit(`${from}-${lasts}-${level}`, from, from + lasts, level));
    fc.assert(
      fc.property(fc.uniqueArray(someVisit, { selector: ({ visitId }) => visitId, maxLength: 5 }), (visits) => {
        const desired = desiredAccess(claims(...visits), NOW_MS, SETTINGS);
        const current = visits.filter(
          ({ validFrom, validTo }) => validFrom.getTime() <= NOW_MS && validTo.getTime() > NOW_MS,
        );
        for (const { visitId } of current) expect(desired.visitIds).toContain(visitId);
        if (desired.person !== null) {
          const { endsAtMs } = desired.person;
          expect(visits.map(({ validTo }) => validTo.getTime())).toContain(endsAtMs);
          // A person who may pass now may do so for a visit of now.
          if (desired.person.beginsAtMs <= NOW_MS) {
            const early = visits.filter(({ validFrom }) => validFrom.getTime() - SETTINGS.earlyArrivalMs <= NOW_MS);
            expect(early.some(({ validTo }) => validTo.getTime() > NOW_MS)).toBe(true);
          }
        }
        const justBefore = (desired.changesAtMs ?? NOW_MS + 100 * HOUR_MS) - 1;
        const then = desiredAccess(claims(...visits), justBefore, SETTINGS);
        expect({ ...then, changesAtMs: null }).toEqual({ ...desired, changesAtMs: null });
      }),
    );
  });
});

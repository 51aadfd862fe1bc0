import { type VisitFilter } from '../../../src/modules/visits/persistence/visit-filter.js';
import { type VisitEntity } from '../../../src/modules/visits/persistence/visit.entity.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { describeEachStorage } from './support/each-storage.js';
import { id, minute, someGuest, somePhoto, someVisit } from './support/rows.js';

const DAY_MS = 24 * 3_600_000;
const IN = { status: 'checked_in', checkedInAt: minute(70) } as const;
const EXPIRED = { status: 'checked_out', checkedInAt: minute(70), closedReason: 'expired' } as const;
const GRACE_MS = 60_000;

const EVERYTHING: VisitFilter = {
  ...{ statuses: [], kind: null, hostEmail: null, ownHostEmail: null, from: null, to: null, text: null },
  ...{ identityFingerprint: null, accessStatus: null, after: null },
};

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const numbersOf = (visits: readonly { readonly id: string }[]): number[] =>
  visits.map(({ id: own }) => Number(own.slice(-2)));

describeEachStorage('visits', (world) => {
  /** Visits of one guest each, numbered from 1. */
  const given = (kept: readonly Partial<VisitEntity>[], work: (tx: Transaction) => Promise<void>): Promise<void> => {
    const { storage } = world();
    return storage.unitOfWork.run(async (tx) => {
      for (const [index, changes] of kept.entries()) {
        await storage.guests.insert(tx, someGuest(index + 1));
        await storage.visits.insert(tx, someVisit(index + 1, index + 1, changes));
      }
      await work(tx);
    });
  };

  it('are due when time does something to them, each state at its instant, the most overdue first', () =>
    given(
      [
        {},
        { ...IN, closesAt: minute(100) },
        { ...IN },
        { ...IN, overstayedAt: minute(120) },
        { ...EXPIRED, checkedOutAt: minute(120) },
      ],
      async (tx) => {
        const { visits } = world().storage;
        const at = (n: number) => ({ now: minute(n), knownTo: minute(n) });
        const dueAt = async (now: Date, isAutoCloseOn: boolean): Promise<number[]> => {
          const ids = await visits.dueIds(tx, { now, knownTo: now }, { autoCloseGraceMs: GRACE_MS, isAutoCloseOn }, 10);
          return numbersOf(ids.map((own) => ({ id: own })));
        };
        expect(await dueAt(later(minute(100), -1), true)).toEqual([]);
        expect(await dueAt(minute(100), true)).toEqual([2]);
        expect(await dueAt(minute(120), true)).toEqual([2, 3]);
        expect(await dueAt(minute(121), true)).toEqual([2, 3, 1, 4]);
        expect(await dueAt(minute(9_999), false)).toEqual([2, 3, 1]);
        expect(await visits.dueIds(tx, at(121), { autoCloseGraceMs: GRACE_MS, isAutoCloseOn: true }, 1)).toEqual([
          id('visit', 2),
        ]);
      },
    ));

  it('say when the next is due, and never when none ever is', () =>
    given([{ ...IN, overstayedAt: minute(120) }], async (tx) => {
      const { visits } = world().storage;
      const next = (isAutoCloseOn: boolean) =>
        visits.nextDueAt(tx, minute(0), { autoCloseGraceMs: GRACE_MS, isAutoCloseOn });
      expect([await next(true), await next(false)]).toEqual([minute(121), null]);
    }));

  it('that passages may touch are locked with both edges, and a guest who is inside whenever it should have ended', () => {
    const { settings } = world();
    const from = minute(10_000);
    const latestStart = later(from, settings.earlyArrivalMs);
    const earliestEnd = later(from, -settings.autoCloseGraceMs - DAY_MS);
    return given(
      [
        { validFrom: latestStart, validTo: later(latestStart, 1) },
        { validFrom: later(latestStart, 1), validTo: later(latestStart, 2) },
        { validFrom: minute(0), validTo: earliestEnd },
        { validFrom: minute(0), validTo: later(earliestEnd, -1) },
        { validFrom: minute(0), validTo: later(earliestEnd, -1), ...IN },
      ],
      async (tx) => {
        const guests = [1, 2, 3, 4, 5].map((number) => id('guest', number));
        const { visits } = world().storage;
        expect(numbersOf((await visits.lockAround(tx, guests, { from, to: from })).visits)).toEqual([1, 3, 5]);
        expect((await visits.lockAround(tx, [], { from, to: from })).visits).toEqual([]);
      },
    );
  });

  it('of a record that was merged are those of the guest it is now', () =>
    given([{}, {}], async (tx) => {
      const { visits, guests } = world().storage;
      const [stays, goes] = [id('guest', 1), id('guest', 2)];
      await guests.touch(tx, goes, minute(1), { mergedIntoId: stays, studentId: 'S-2' });
      const around = await visits.lockAround(tx, [goes], { from: minute(60), to: minute(60) });
      expect(around.mergedInto).toEqual(new Map([[goes, stays]]));
      expect(numbersOf(around.visits)).toEqual([1, 2]);
      const search = { id: null, identityFingerprint: null, studentId: 'S-2' };
      expect(numbersOf(await guests.lockSharingKeys(tx, search))).toEqual([1, 2]);
      expect(await guests.formerKeysOf(tx, stays)).toMatchObject([{ identityFingerprint: null, studentId: 'S-2' }]);
    }));

  it('are listed newest first, page after page', () =>
    given([{ createdAt: minute(1) }, { createdAt: minute(2) }, { createdAt: minute(2) }], async (tx) => {
      const { visits } = world().storage;
      expect(numbersOf(await visits.list(tx, EVERYTHING, 10))).toEqual([3, 2, 1]);
      const after = { createdAt: minute(2), id: id('visit', 3) };
      expect(numbersOf(await visits.list(tx, { ...EVERYTHING, after }, 1))).toEqual([2]);
    }));

  it('are listed by when they go on: an end at `from` counts, a begin at `to` does not', () =>
    given([{ validFrom: minute(60), validTo: minute(120) }], async (tx) => {
      const { visits } = world().storage;
      const isListed = async (asked: Partial<VisitFilter>): Promise<boolean> =>
        (await visits.list(tx, { ...EVERYTHING, ...asked }, 10)).length > 0;
      expect([await isListed({ from: minute(120) }), await isListed({ from: later(minute(120), 1) })]).toEqual([
        true,
        false,
      ]);
      expect([await isListed({ to: later(minute(60), 1) }), await isListed({ to: minute(60) })]).toEqual([true, false]);
    }));

  it('are found by part of a text in any case, in which no character is a wildcard', () =>
    given([{ hostName: '100 % Host' }], async (tx) => {
      const { visits } = world().storage;
      const found = async (text: string): Promise<number> =>
        (await visits.list(tx, { ...EVERYTHING, text }, 10)).length;
      expect([await found('GUEST 1'), await found('0 % h'), await found('1%h'), await found('g_est')]).toEqual([
        1, 1, 0, 0,
      ]);
    }));

  it('are another host’s business only', () =>
    given([{ hostEmail: 'Host@Site.test' }], async (tx) => {
      const { visits, guests } = world().storage;
      const [own, other] = ['host@site.TEST', 'other@site.test'];
      expect(await visits.find(tx, id('visit', 1), own)).not.toBeNull();
      expect(await visits.find(tx, id('visit', 1), other)).toBeNull();
      expect(await visits.lock(tx, id('visit', 1), other)).toBeNull();
      expect([
        await guests.isGuestOfHost(tx, id('guest', 1), own),
        await guests.isGuestOfHost(tx, id('guest', 1), other),
      ]).toEqual([true, false]);
    }));

  it('keep each fact once, the first one said, oldest first and by id where the instant is the same', () =>
    given([{}], async (tx) => {
      const { visits } = world().storage;
      const fact = (eventId: string, at: Date) => ({
        visitId: id('visit', 1),
        fact: { kind: 'check_in', eventId, occurredAt: at } as const,
      });
      await visits.addFacts(tx, [
        fact('b', minute(2)),
        fact('a', minute(2)),
        fact('c', minute(1)),
        fact('c', minute(9)),
      ]);
      await visits.addFacts(tx, [fact('a', minute(9))]);
      const known = (await visits.factsOf(tx, [id('visit', 1), id('visit', 2)])).get(id('visit', 1));
      expect(known?.map(({ eventId, occurredAt }) => [eventId, occurredAt])).toEqual([
        ['c', minute(1)],
        ['a', minute(2)],
        ['b', minute(2)],
      ]);
    }));

  it('raise the revision of a guest once, however many of them move on', () =>
    given([{}], async (tx) => {
      const { storage } = world();
      await storage.visits.insert(tx, someVisit(9, 1));
      const rows = await storage.visits.lockMany(tx, [id('visit', 1), id('visit', 9)]);
      const moved = rows.map((row) => Object.assign(row, IN, { version: 2 }));
      await storage.visits.saveProgress(tx, moved, [id('guest', 1), id('guest', 1)], minute(70));
      const claims = (await storage.claims.claimsOf(tx, [id('guest', 1)])).get(id('guest', 1));
      expect(claims?.revision).toBe(2);
      expect(claims?.visits.map(({ visitId }) => visitId)).toEqual([id('visit', 1), id('visit', 9)]);
    }));

  it('show who is inside: unconfirmed for a day after an expiry, and no longer', () =>
    given([{ ...IN }, { ...IN, closesAt: minute(80) }, { ...EXPIRED, checkedOutAt: minute(120) }], async (tx) => {
      const { guestDirectory } = world().storage;
      const onSite = async (now: Date) =>
        numbersOf((await guestDirectory.onSite(tx, now)).map(({ visitId }) => ({ id: visitId })));
      expect(await onSite(later(minute(120), DAY_MS - 1))).toEqual([1, 3]);
      expect(await onSite(later(minute(120), DAY_MS))).toEqual([1]);
    }));

  it('leave a photo to be forgotten once the last of them is over long enough', () =>
    given([{ ...EXPIRED, checkedOutAt: minute(120) }, {}], async (tx) => {
      const { guests, expiredPhotos, claims } = world().storage;
      for (const number of [1, 2]) await guests.putPhoto(tx, somePhoto(number));
      expect(await expiredPhotos.lockGuests(tx, later(minute(120), -1), 10)).toEqual([]);
      const overdue = await expiredPhotos.lockGuests(tx, minute(120), 10);
      expect(await expiredPhotos.forget(tx, [...overdue, id('guest', 2)], minute(120), minute(200))).toEqual([
        { guestId: id('guest', 1), lastVisitId: id('visit', 1) },
      ]);
      expect((await claims.claimsOf(tx, overdue)).get(id('guest', 1))).toMatchObject({ faceSha256: null, revision: 2 });
    }));
});

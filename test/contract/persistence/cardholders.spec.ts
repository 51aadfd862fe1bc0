import { NOTHING_DESIRED } from '../../../src/modules/access-control/domain/desired-access.js';
import { NO_FACTS } from '../../../src/modules/access-control/domain/facts.js';
import { type Cardholder } from '../../../src/modules/access-control/persistence/cardholder.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { describeEachStorage } from './support/each-storage.js';
import { due, keep, NOW, numbersOf, SERVER } from './support/kept-cardholders.js';
import { id, minute, personCode, someAccess, someCardholder, someGuest, someVisit } from './support/rows.js';

describeEachStorage('cardholders', (world) => {
  const inOne = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world().storage.unitOfWork.run(work);

  it('begin with nothing desired and nothing known, and stay whose they are', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await storage.cardholders.insert(
        tx,
        SERVER,
        [{ id: id('cardholder', 1), guestId: id('guest', 1), personCode: personCode(1) }],
        NOW,
      );
      await storage.cardholders.save(tx, [someCardholder(1, { guestId: id('guest', 9), createdAt: minute(9) })]);
      const found = await storage.cardholders.find(tx, id('cardholder', 1));
      expect(found).toEqual(someCardholder(1));
    });
  });

  it('are one for each guest and server: a second is left alone', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const made = (number: number) => [
        { id: id('cardholder', number), guestId: id('guest', 1), personCode: personCode(number) },
      ];
      await storage.cardholders.insert(tx, SERVER, made(1), NOW);
      await storage.cardholders.insert(tx, SERVER, made(2), NOW);
      await storage.cardholders.insert(tx, id('server', 2), made(3), NOW);
      expect(numbersOf(await storage.cardholders.lockOfGuest(tx, id('guest', 1)))).toEqual([1, 3]);
      expect(await storage.cardholders.guestsWithout(tx, SERVER, [id('guest', 1), id('guest', 2)])).toEqual([
        id('guest', 2),
      ]);
    });
  });

  it('are not two for one person of HikCentral', async () => {
    const facts = { ...NO_FACTS, person: { ...NO_FACTS.person, personId: 'p1' } };
    const clash = inOne((tx) => keep(world(), tx, [someCardholder(1, { facts }), someCardholder(2, { facts })]));
    await expect(clash).rejects.toMatchObject({ driverError: { code: '23505' } });
  });

  it('that are set aside rest, keep what they owe, and are not made due sooner', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const desired = { ...NOTHING_DESIRED, changesAtMs: minute(1).getTime() };
      await keep(world(), tx, [due(1, NOW, { desired }), due(2, minute(90)), someCardholder(3)]);
      const at = { now: minute(2), restsUntil: minute(30), owesRevocation: true };
      for (const number of [1, 2, 3]) await storage.cardholders.setAside(tx, id('cardholder', number), at);
      const [first, second, third] = await storage.cardholders.lock(
        tx,
        [1, 2, 3].map((count) => id('cardholder', count)),
      );
      expect(first).toMatchObject({
        attempts: 1,
        lastErrorCode: 'INTERNAL',
        lastErrorAt: minute(2),
        unrevokedSince: minute(2),
      });
      expect([first?.next?.dueAt, second?.next?.dueAt, third?.next]).toEqual([minute(30), minute(90), null]);
      expect(await storage.cardholders.nextChangeAt(tx, SERVER)).toEqual(minute(30));
    });
  });

  it('stray when time changes what is desired, at the very instant', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await keep(world(), tx, [
        someCardholder(1, { desired: { ...NOTHING_DESIRED, changesAtMs: minute(5).getTime() } }),
      ]);
      const strays = (now: Date) => storage.cardholders.straysOf(tx, SERVER, now, 10);
      expect(await strays(new Date(minute(5).getTime() - 1))).toEqual([]);
      expect(await strays(minute(5))).toEqual([id('guest', 1)]);
    });
  });

  it('stray when a visit is new, was changed or has ended, without any event', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      for (const number of [1, 2, 3, 4]) {
        await storage.guests.insert(tx, someGuest(number));
        await storage.visits.insert(tx, someVisit(number, number));
      }
      const open = (number: number) => ({ openVisitIds: [id('visit', number)] });
      await keep(world(), tx, [someCardholder(1, open(1)), someCardholder(2, open(2)), someCardholder(3, open(3))]);
      await storage.guests.touch(tx, id('guest', 2), NOW);
      await storage.visits.update(tx, id('visit', 3), { status: 'cancelled', closedReason: 'cancelled' });
      const strays = await storage.cardholders.straysOf(tx, SERVER, NOW, 10);
      expect(strays.toSorted()).toEqual([id('guest', 2), id('guest', 3), id('guest', 4)]);
      expect(await storage.cardholders.straysOf(tx, SERVER, NOW, 2)).toHaveLength(2);
    });
  });

  it('are strangers to other settings, those with visits first, unless we failed at them a moment ago', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const failed = { lastErrorCode: 'INTERNAL', lastErrorAt: NOW };
      await keep(world(), tx, [
        someCardholder(1, { seenSettings: 'A' }),
        someCardholder(2, { seenSettings: 'B' }),
        someCardholder(3, { seenSettings: 'C', openVisitIds: [id('visit', 3)] }),
        someCardholder(4, { ...failed, openVisitIds: [id('visit', 4)] }),
        someCardholder(5, { lastErrorCode: 'NO_PHOTO', lastErrorAt: NOW }),
      ]);
      const strangers = async (settings: string, now: Date, limit = 10) =>
        (await storage.cardholders.strangersTo(tx, SERVER, settings, now, limit)).map((guest) =>
          [1, 2, 3, 4, 5].find((number) => id('guest', number) === guest),
        );
      const soon = new Date(minute(1).getTime() - 1);
      expect(await strangers('B', soon)).toEqual([3, 1, 5]);
      expect(await strangers('B', soon, 2)).toEqual([3, 1]);
      expect(await strangers('A', minute(1))).toEqual([3, 4, 2, 5]);
      expect(await storage.cardholders.strangersTo(tx, id('server', 2), 'B', NOW, 10)).toEqual([]);
    });
  });

  it('are listed newest first, by status and by who needs a person', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await keep(world(), tx, [
        someCardholder(1, { status: 'granted' }),
        someCardholder(2, { lastErrorCode: 'CAPACITY', lastErrorAt: NOW }),
        someCardholder(3, { status: 'granted' }),
      ]);
      const list = async (statuses: Cardholder['status'][], isAttentionOnly: boolean, before: string | null) =>
        numbersOf(await storage.cardholders.list(tx, { statuses, isAttentionOnly }, 10, before));
      expect(await list([], false, null)).toEqual([3, 2, 1]);
      expect(await list(['granted'], false, id('cardholder', 3))).toEqual([1]);
      expect(await list([], true, null)).toEqual([2]);
    });
  });

  it('are found by their person code, and counted while they matter', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      await keep(world(), tx, [due(1, NOW), someCardholder(2)]);
      const codes = [personCode(1), personCode(2), personCode(3)];
      expect(await storage.cardholderDirectory.guestIdsByPersonCode(tx, SERVER, codes)).toEqual(
        new Map([1, 2].map((number) => [personCode(number), id('guest', number)])),
      );
      expect(await storage.serverUse.countCardholders(tx, SERVER)).toBe(1);
    });
  });

  it('are found by the person’s id, and by visits that doors may have let in for', async () => {
    const { storage } = world();
    await inOne(async (tx) => {
      const person = { ...NO_FACTS.person, personId: '1042' };
      await keep(world(), tx, [
        someCardholder(1, { facts: { ...NO_FACTS, person } }),
        ...[2, 3, 4].map((number) => someCardholder(number)),
      ]);
      expect(await storage.cardholderDirectory.guestIdsByPersonId(tx, SERVER, ['1042', '7'])).toEqual(
        new Map([['1042', id('guest', 1)]]),
      );
      await storage.visitAccess.save(tx, [
        someAccess(1, 3, { wasServed: true, endsAt: minute(5) }),
        someAccess(2, 1, { wasServed: true, endsAt: minute(6) }),
        someAccess(3, 1, { wasServed: true, endsAt: minute(7) }),
        someAccess(4, 2, { wasServed: true, endsAt: minute(4) }),
        someAccess(5, 4, { wasServed: false, endsAt: minute(9) }),
      ]);
      const recent = (after: string | null, limit: number) =>
        storage.cardholderDirectory.recentPersonCodes(tx, SERVER, { endAfter: minute(4), after, limit });
      expect(await recent(null, 10)).toEqual([personCode(1), personCode(3)]);
      expect(await recent(null, 1)).toEqual([personCode(1)]);
      expect(await recent(personCode(1), 10)).toEqual([personCode(3)]);
      expect(await recent(personCode(3), 10)).toEqual([]);
    });
  });
});

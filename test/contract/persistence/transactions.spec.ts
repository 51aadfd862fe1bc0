import { DISPATCH_EVENTS_BELL } from '../../../src/platform/event-log/event-dispatcher.bell.js';
import { type PendingEvent } from '../../../src/platform/event-log/event-envelope.js';
import { LocalDoorbell } from '../../../src/platform/doorbell/local-doorbell.js';
import { describeEachStorage } from './support/each-storage.js';
import { id, minute, someGuest, someVisit } from './support/rows.js';

function event(name: string): PendingEvent {
  return { name, data: { told: true }, visitIds: [id('visit', 1)], cause: { kind: 'time', ref: null } };
}

describeEachStorage('a transaction', (world) => {
  it('answers what its work answered, and what it wrote is there for the next', async () => {
    const { storage } = world();
    const answer = await storage.unitOfWork.run((tx) => storage.guests.insert(tx, someGuest(1)));
    expect(answer).toBe(true);
    expect(await storage.unitOfWork.read((tx) => storage.guestDirectory.guestsById(tx, [id('guest', 1)]))).toEqual(
      new Map([[id('guest', 1), { guestId: id('guest', 1), fullName: 'Guest 1' }]]),
    );
  });

  it('sees what it wrote itself', async () => {
    const { storage } = world();
    await storage.unitOfWork.run(async (tx) => {
      await storage.guests.insert(tx, someGuest(1));
      await storage.guests.touch(tx, id('guest', 1), minute(1), { fullName: 'Renamed' });
      expect((await storage.claims.claimsOf(tx, [id('guest', 1)])).get(id('guest', 1))).toMatchObject({
        fullName: 'Renamed',
        revision: 2,
      });
    });
  });

  it('takes everything back when its work fails: new rows, changed rows, deleted rows, events', async () => {
    const { storage, doorbell } = world();
    await storage.unitOfWork.run(async (tx) => {
      await storage.guests.insert(tx, someGuest(1, { studentId: 'S1' }));
      await storage.visits.insert(tx, someVisit(1, 1));
      await storage.accessLevels.replace(tx, id('server', 1), [
        { serverId: id('server', 1), levelId: 'level-1', name: 'One', doors: null, fetchedAt: minute(0) },
      ]);
    });
    const failed = storage.unitOfWork.run(async (tx) => {
      await storage.guests.insert(tx, someGuest(2));
      await storage.guests.touch(tx, id('guest', 1), minute(1), { studentId: 'S2' });
      await storage.visits.update(tx, id('visit', 1), { purpose: 'another' });
      await storage.accessLevels.replace(tx, id('server', 1), []);
      tx.pendingEvents.push(event('lost'));
      tx.afterCommit(() => doorbell.ring('lost'));
      throw new Error('the work failed');
    });
    await expect(failed).rejects.toThrow('the work failed');

    await storage.unitOfWork.run(async (tx) => {
      expect([
        ...(
          await storage.guestDirectory.guestsById(
            tx,
            [1, 2].map((count) => id('guest', count)),
          )
        ).keys(),
      ]).toEqual([id('guest', 1)]);
      expect(await storage.visits.find(tx, id('visit', 1), null)).toMatchObject({ purpose: null, studentId: 'S1' });
      expect(await storage.accessLevels.all(tx)).toHaveLength(1);
      expect(await storage.eventReader.after(tx, '0', null, 10)).toEqual([]);
      // What an index remembers is taken back too.
      expect(await storage.guests.insert(tx, someGuest(3, { studentId: 'S2' }))).toBe(true);
      expect(await storage.guests.insert(tx, someGuest(4, { studentId: 'S1' }))).toBe(false);
    });
    expect(doorbell.rings).not.toContain('lost');
  });

  it('does nothing more once a statement failed, and keeps nothing', async () => {
    const { storage } = world();
    const failed = storage.unitOfWork.run(async (tx) => {
      await storage.guests.insert(tx, someGuest(1));
      await expect(storage.visits.insert(tx, someVisit(1, 9))).rejects.toMatchObject({
        driverError: { code: '23503' },
      });
      await storage.guests.insert(tx, someGuest(2));
    });
    await expect(failed).rejects.toThrow();
    expect((await storage.unitOfWork.read((tx) => storage.guestDirectory.guestsById(tx, [id('guest', 1)]))).size).toBe(
      0,
    );
  });

  it('runs what is for after the commit once it is committed, in order', async () => {
    const { storage } = world();
    const seen: string[] = [];
    await storage.unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('first'));
      tx.afterCommit(() => seen.push('second'));
      await storage.guests.insert(tx, someGuest(1));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['first', 'second']);
  });

  it('puts its events behind all that are there, at its end, and rings the bell of its process', async () => {
    const { storage, clock, doorbell } = world();
    const elsewhere = new LocalDoorbell();
    let woken = 0;
    elsewhere.answer(DISPATCH_EVENTS_BELL, () => (woken += 1));
    await storage.unitOfWork.run(async (tx) => {
      tx.pendingEvents.push(event('one'), event('two'));
      expect(await storage.eventReader.head(tx)).toBe('0');
    });
    await storage.unitOfWorkFor(elsewhere).run((tx) => {
      tx.pendingEvents.push(event('three'));
      return Promise.resolve();
    });
    const told = await storage.unitOfWork.read((tx) => storage.eventReader.after(tx, '0', null, 10));
    expect(told.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(told[0]).toMatchObject({ at: clock.now(), data: { told: true }, visitIds: [id('visit', 1)] });
    expect([doorbell.rings, woken]).toEqual([[DISPATCH_EVENTS_BELL], 1]);
  });

  it('is needed for events: a read refuses them', async () => {
    const { storage } = world();
    const read = storage.unitOfWork.read((tx) => {
      tx.pendingEvents.push(event('lost'));
      return Promise.resolve();
    });
    await expect(read).rejects.toThrow('UnitOfWork.run');
  });

  it('leaves no row half changed when many are asked for at once', async () => {
    const { storage } = world();
    await storage.unitOfWork.run((tx) => storage.guests.insert(tx, someGuest(1)));
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        storage.unitOfWork.run((tx) => storage.guests.touch(tx, id('guest', 1), minute(index))),
      ),
    );
    const claims = await storage.unitOfWork.read((tx) => storage.claims.claimsOf(tx, [id('guest', 1)]));
    expect(claims.get(id('guest', 1))?.revision).toBe(21);
  });

  it('hands out rows of which a change is nobody else’s', async () => {
    const { storage } = world();
    await storage.unitOfWork.run(async (tx) => {
      await storage.guests.insert(tx, someGuest(1));
      await storage.visits.insert(tx, someVisit(1, 1));
      const locked = await storage.visits.lock(tx, id('visit', 1), null);
      Object.assign(locked?.guest ?? {}, { fullName: 'Scribbled' });
      locked?.visit.accessLevelIds.push('level-9');
    });
    const found = await storage.unitOfWork.read((tx) => storage.visits.find(tx, id('visit', 1), null));
    expect(found).toMatchObject({ fullName: 'Guest 1', accessLevelIds: ['level-1'] });
  });
});

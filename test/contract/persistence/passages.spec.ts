import { type ForeignPassage } from '../../../src/modules/monitoring/domain/passage.js';
import { type ListedDoor } from '../../../src/modules/monitoring/persistence/door.repository.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { describeEachStorage } from './support/each-storage.js';
import { id, minute, somePassage } from './support/rows.js';

const SERVER = id('server', 1);

function door(doorId: string, changes: Partial<ListedDoor> = {}): ListedDoor {
  const map = { serverId: SERVER, doorId, name: doorId, direction: null, readers: [], editedAt: null };
  return { ...map, isOnline: true, ...changes };
}

function foreign(number: number, receivedAt: Date): ForeignPassage {
  const eventKey = Buffer.from([number]);
  return { eventKey, serverId: SERVER, doorId: 'door-1', eventType: 1, occurredAt: minute(0), receivedAt };
}

describeEachStorage('passages', (world) => {
  const inOne = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world().storage.unitOfWork.run(work);

  it('are stored once for each event of a server, whatever was read twice', () =>
    inOne(async (tx) => {
      const { passages } = world().storage;
      const again = somePassage(2, { eventId: 'event-1' });
      expect(await passages.add(tx, [somePassage(1), again])).toEqual(new Set([id('passage', 1)]));
      expect(await passages.add(tx, [again])).toEqual(new Set());
      const elsewhere = somePassage(3, { eventId: 'event-1', serverId: id('server', 2) });
      expect(await passages.add(tx, [elsewhere])).toEqual(new Set([id('passage', 3)]));
    }));

  it('are listed newest first with the name their door has now, and by id where the instant is the same', () =>
    inOne(async (tx) => {
      const { passages, doors } = world().storage;
      await doors.list(tx, [door('door-1', { name: 'Old' })], minute(0));
      await doors.list(tx, [door('door-1', { name: 'Gate' })], minute(1));
      await passages.add(
        tx,
        [1, 2, 3].map((number) => somePassage(number, { occurredAt: minute(number === 1 ? 9 : 5) })),
      );
      const page = await passages.page(tx, {}, null, 2);
      expect(page.map((shown) => [shown.id, shown.doorName])).toEqual(
        [1, 3].map((number) => [id('passage', number), 'Gate']),
      );
      const rest = await passages.page(tx, {}, { occurredAt: minute(5), id: id('passage', 3) }, 2);
      expect(rest.map((shown) => shown.id)).toEqual([id('passage', 2)]);
      const asked = { from: minute(5), to: minute(9) };
      expect(await passages.page(tx, asked, null, 10)).toHaveLength(2);
    }));

  it('tell where a visit was let through last', () =>
    inOne(async (tx) => {
      const { passages } = world().storage;
      await passages.add(tx, [somePassage(1), somePassage(2), somePassage(3, { result: 'denied' })]);
      await passages.attach(
        tx,
        [1, 2, 3, 9].map((number) => ({ passageId: id('passage', number), visitId: id('visit', 1) })),
      );
      const last = await passages.lastGrantedOfVisits(tx, [id('visit', 1), id('visit', 2)]);
      expect([...last].map(([visit, shown]) => [visit, shown.id])).toEqual([[id('visit', 1), id('passage', 2)]]);
    }));

  it('of others are counted once and forgotten oldest first, those received at the very instant later', () =>
    inOne(async (tx) => {
      const { passages } = world().storage;
      expect(await passages.addForeign(tx, [foreign(1, minute(1)), foreign(1, minute(9)), foreign(2, minute(2))])).toBe(
        2,
      );
      expect(await passages.forgetForeign(tx, minute(1), 10)).toBe(0);
      expect(await passages.forgetForeign(tx, minute(5), 1)).toBe(1);
      expect(await passages.addForeign(tx, [foreign(1, minute(9)), foreign(2, minute(9))])).toBe(1);
    }));

  it('are read on from a place that never goes back', () =>
    inOne(async (tx) => {
      const { readingPositions } = world().storage;
      expect(await readingPositions.ofServer(tx, SERVER)).toEqual(new Map());
      await readingPositions.move(tx, SERVER, 0, { resumeFrom: minute(5), completeTo: minute(3) }, minute(6));
      await readingPositions.move(tx, SERVER, 0, { resumeFrom: minute(4), completeTo: minute(4) }, minute(7));
      await readingPositions.move(tx, SERVER, 7, { resumeFrom: minute(1), completeTo: minute(2) }, minute(7));
      const expected = new Map([
        [0, { resumeFrom: minute(5), completeTo: minute(4) }],
        [7, { resumeFrom: minute(1), completeTo: minute(2) }],
      ]);
      expect(await readingPositions.ofServer(tx, SERVER)).toEqual(expected);
      expect(await readingPositions.all(tx)).toEqual(new Map([[SERVER, expected]]));
    }));

  it('are rung for, each ring counted', () =>
    inOne(async (tx) => {
      const { passageRings } = world().storage;
      expect(await passageRings.count(tx, SERVER)).toBe(0);
      await passageRings.ring(tx, SERVER, minute(2));
      await passageRings.ring(tx, SERVER, minute(1));
      expect(await passageRings.count(tx, SERVER)).toBe(2);
    }));

  it('are at doors whose name is the list’s and whose directions are the administrator’s', () =>
    inOne(async (tx) => {
      const { doors } = world().storage;
      await doors.list(tx, [door('door-1'), door('door-2')], minute(1));
      await doors.save(tx, [door('door-1', { name: 'Ignored', direction: 'exit', editedAt: minute(2) })]);
      await doors.list(tx, [door('door-1', { name: 'Gate', direction: 'entry' })], minute(3));
      expect(await doors.lockOne(tx, 'door-1')).toMatchObject({ name: 'Gate', direction: 'exit', editedAt: minute(2) });
      expect((await doors.lockUnedited(tx, SERVER)).map(({ doorId }) => doorId)).toEqual(['door-2']);
      expect(await doors.lastListedAt(tx, SERVER)).toEqual(minute(3));
      expect((await doors.page(tx, null, 1)).map(({ doorId }) => doorId)).toEqual(['door-1']);
      const after = { name: 'Gate', serverId: SERVER, doorId: 'door-1' };
      expect((await doors.page(tx, after, 10)).map(({ doorId }) => doorId)).toEqual(['door-2']);
    }));

  it('come from doors that are online or not, with clocks that are right or not', () =>
    inOne(async (tx) => {
      const { doors } = world().storage;
      await doors.save(tx, [door('seen')]);
      await doors.list(tx, [door('gone')], minute(0));
      await doors.list(tx, [door('door-1'), door('door-2', { isOnline: false })], minute(1));
      await doors.list(tx, [door('door-1', { isOnline: false }), door('door-2', { isOnline: false })], minute(2));
      const offset = (doorId: string, offsetMs: number) =>
        doors.keepClockOffsets(tx, SERVER, [{ doorId, offsetMs }], minute(3));
      expect(await offset('door-1', 12_000)).toEqual(new Map([['door-1', null]]));
      expect(await offset('door-1', -3_000_000_000)).toEqual(new Map([['door-1', 12_000]]));
      expect(await offset('nowhere', 1)).toEqual(new Map());
      const known = (doorId: string, isOnline: boolean | null, onlineAt: Date | null, clockOffsetMs: number | null) => {
        return { serverId: SERVER, doorId, name: doorId, isOnline, onlineAt, isWayOut: true, clockOffsetMs };
      };
      expect(await doors.watched(tx)).toEqual([
        known('door-1', false, minute(1), -3_000_000_000),
        known('door-2', false, null, null),
        known('seen', null, null, null),
      ]);
    }));

  it('are forgotten by when they were stored, the oldest first', () =>
    inOne(async (tx) => {
      const { passages } = world().storage;
      const clockless = { occurredAt: minute(-9_999) };
      await passages.add(tx, [somePassage(1, clockless), somePassage(2), somePassage(3), somePassage(4)]);
      expect(await passages.forget(tx, minute(1), 10)).toBe(0);
      expect(await passages.forget(tx, minute(4), 2)).toBe(2);
      expect((await passages.page(tx, {}, null, 10)).map(({ eventId }) => eventId)).toEqual(['event-4', 'event-3']);
      expect(await passages.forget(tx, minute(4), 2)).toBe(1);
      expect(await passages.forget(tx, minute(4), 2)).toBe(0);
    }));
});

import { type LedgerEntry } from '../../../src/modules/access-control/persistence/cardholder.js';
import { type CachedLevel } from '../../../src/modules/access-control/persistence/access-level-repository.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { describeEachStorage } from './support/each-storage.js';
import { keep, SERVER } from './support/kept-cardholders.js';
import { id, minute, someAccess, someCardholder, someGuest, someVisit } from './support/rows.js';

function entry(said: LedgerEntry['entry'], call: number, at: number, levelId = 'level-1'): LedgerEntry {
  const callId = said === 'confirmed_gone' ? null : id('call', call);
  return {
    cardholderId: id('cardholder', 1),
    levelId,
    entry: said,
    cause: 'visit',
    callId,
    visitIds: [],
    at: minute(at),
  };
}

function level(levelId: string, changes: Partial<CachedLevel> = {}): CachedLevel {
  return { serverId: SERVER, levelId, name: levelId, doors: null, fetchedAt: minute(0), ...changes };
}

const DOORS = [{ doorId: 'door-1', name: 'Gate' }];

describeEachStorage('the record of access', (world) => {
  const inOne = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    world().storage.unitOfWork.run(async (tx) => {
      await keep(world(), tx, [someCardholder(1), someCardholder(2)]);
      return work(tx);
    });

  it('knows a level as given until it is confirmed gone, or its own giving came to nothing', () =>
    inOne(async (tx) => {
      const { accessLedger } = world().storage;
      const open = async () => (await accessLedger.openLevels(tx, [id('cardholder', 1)])).map(({ callId }) => callId);
      await accessLedger.append(tx, [entry('give', 1, 1), entry('give', 2, 2), entry('take', 3, 3)]);
      expect(await open()).toEqual([id('call', 2)]);
      await accessLedger.append(tx, [entry('not_given', 2, 4)]);
      expect(await open()).toEqual([id('call', 1)]);
      await accessLedger.append(tx, [entry('confirmed_gone', 0, 5)]);
      expect(await open()).toEqual([]);
      await accessLedger.append(tx, [entry('give', 4, 6)]);
      expect(await accessLedger.openLevels(tx, [id('cardholder', 1), id('cardholder', 2)])).toEqual([
        { cardholderId: id('cardholder', 1), levelId: 'level-1', givenAt: minute(6), callId: id('call', 4) },
      ]);
    }));

  it('tells every entry, newest first and page after page', () =>
    inOne(async (tx) => {
      const { accessLedger } = world().storage;
      await accessLedger.append(tx, [entry('give', 1, 1), entry('take', 2, 2), entry('confirmed_gone', 0, 3)]);
      const page = await accessLedger.historyOf(tx, id('cardholder', 1), 2, null);
      expect(page.map((row) => row.entry)).toEqual(['confirmed_gone', 'take']);
      const rest = await accessLedger.historyOf(tx, id('cardholder', 1), 2, page[1]?.id ?? null);
      expect(rest.map((row) => row.entry)).toEqual(['give']);
    }));

  it('keeps doors that were learnt where a new list of levels does not say, and forgets levels that it does not name', () =>
    inOne(async (tx) => {
      const { accessLevels } = world().storage;
      await accessLevels.replace(tx, SERVER, [level('level-1'), level('level-2', { doors: DOORS })]);
      await accessLevels.learnDoors(tx, SERVER, 'level-1', DOORS);
      await accessLevels.learnDoors(tx, SERVER, 'level-2', [{ doorId: 'door-9', name: 'Other' }]);
      await accessLevels.replace(tx, id('server', 2), [level('level-1', { serverId: id('server', 2) })]);
      await accessLevels.replace(tx, SERVER, [level('level-1', { name: 'Renamed', fetchedAt: minute(5) })]);
      expect((await accessLevels.all(tx)).map(({ name, doors }) => [name, doors])).toEqual([
        ['Renamed', DOORS],
        ['level-1', null],
      ]);
      expect(await accessLevels.doorsOf(tx, id('server', 2))).toEqual(new Map());
      expect(await accessLevels.oldestFetchAt(tx, SERVER)).toEqual(minute(5));
      expect(await accessLevels.oldestFetchAt(tx, id('server', 9))).toBeNull();
    }));

  it('moves the access of a visit to the guest whose visit it has become', () =>
    inOne(async (tx) => {
      const { visitAccess } = world().storage;
      await visitAccess.save(tx, [someAccess(1, 1)]);
      await visitAccess.save(tx, [someAccess(1, 2, { guestId: id('guest', 2), grantedAt: minute(3) })]);
      expect(await visitAccess.unsettledOf(tx, [id('cardholder', 2)])).toEqual([
        someAccess(1, 2, { guestId: id('guest', 2), grantedAt: minute(3) }),
      ]);
      expect(await visitAccess.unsettledOf(tx, [id('cardholder', 1)])).toEqual([]);
    }));

  it('can change while the visit is open or not read back as revoked', () =>
    inOne(async (tx) => {
      const { visitAccess } = world().storage;
      await visitAccess.save(tx, [
        someAccess(1, 1, { isOpen: true, status: 'revoked' }),
        someAccess(2, 1, { isOpen: false, status: 'revoking' }),
        someAccess(3, 1, { isOpen: false, status: 'revoked' }),
      ]);
      await visitAccess.blameOurselves(tx, id('cardholder', 1), minute(7));
      await visitAccess.blameOurselves(tx, id('cardholder', 1), minute(8));
      const shown = await visitAccess.ofVisits(
        tx,
        [1, 2, 3].map((number) => id('visit', number)),
      );
      const blamedAt = new Map(shown.map(({ visitId, stored }) => [visitId, stored?.lastError?.at ?? null]));
      expect([1, 2, 3].map((number) => blamedAt.get(id('visit', number)))).toEqual([minute(7), minute(7), null]);
    }));

  it('is joined with the visit as it is now, met or not, over or not, suspended or not', () =>
    inOne(async (tx) => {
      const { guests, visits, visitAccess, suspensions } = world().storage;
      await guests.insert(tx, someGuest(1));
      await visits.insert(tx, someVisit(1, 1));
      await visits.insert(tx, someVisit(2, 1, { status: 'cancelled', closedReason: 'cancelled' }));
      await visitAccess.save(tx, [someAccess(2, 1)]);
      const suspension = { guestId: id('guest', 1), reason: 'why', at: minute(4), by: 'user' };
      expect([await suspensions.suspend(tx, suspension), await suspensions.suspend(tx, suspension)]).toEqual([
        true,
        false,
      ]);
      const ofVisit = async (number: number) => (await visitAccess.ofVisits(tx, [id('visit', number)]))[0];
      expect(await ofVisit(1)).toMatchObject({ stored: null, claim: { hasFace: false, suspendedAt: minute(4) } });
      expect(await ofVisit(2)).toMatchObject({ stored: { serverId: SERVER, personId: null }, claim: null });
      expect([await suspensions.resume(tx, suspension), await suspensions.resume(tx, suspension)]).toEqual([
        true,
        false,
      ]);
      expect(await ofVisit(1)).toMatchObject({ claim: { suspendedAt: null } });
      expect(await ofVisit(3)).toEqual({ visitId: id('visit', 3), stored: null, claim: null });
    }));
});

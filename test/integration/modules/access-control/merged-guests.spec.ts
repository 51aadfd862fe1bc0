import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { SqlCardholderDirectory } from '../../../../src/modules/access-control/application/sql-cardholder-directory.js';
import { AccessRig, SERVER_ID } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
const MERGED = 'visits.guests-merged.v1';

describe('two records of one guest, merged', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const tell = (guestId: string, mergedGuestId: string): Promise<void> =>
    rig.platform.unitOfWork.run((tx) =>
      rig.merged.handle(tx, [{ name: MERGED, data: { guestId, mergedGuestId } } as never]),
    );
  const codesThere = (): string[] => [...rig.hikcentral.persons.values()].map(({ personCode }) => personCode);

  it.each(['told', 'not told'])('leave one person, who holds what both visits agreed (%s)', async (how) => {
    const stays = await rig.announce();
    const goes = await rig.announce({ accessLevelIds: ['2'] });
    await rig.settle();
    expect(rig.hikcentral.persons.size).toBe(2);
    const lost = await rig.cardholderOf(goes.guestId);
    await rig.visits.merge(stays.guestId, goes.guestId);
    if (how === 'told') {
      await tell(stays.guestId, goes.guestId);
      const [row] = await rig.platform.unitOfWork.read((tx) =>
        tx.query('SELECT next_side, status FROM cardholders WHERE id = $1', [lost.id]),
      );
      expect(row).toEqual({ next_side: 'taking', status: 'revoking' });
    }
    await rig.settle();
    const kept = await rig.cardholderOf(stays.guestId);
    expect(codesThere()).toEqual([kept.person_code]);
    for (const { visitId } of [stays, goes]) {
      expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', personCode: kept.person_code });
    }
    const [personId] = rig.hikcentral.persons.keys();
    expect(rig.hikcentral.held()).toEqual(
      ['door 11', 'door 12', 'door 21', 'level 1', 'level 2'].map((place) => `${place}: ${personId}`),
    );
    const owners = await rig.platform.unitOfWork.read((tx) =>
      tx.query('SELECT DISTINCT guest_id FROM visit_access WHERE visit_id = ANY($1::uuid[])', [
        [stays.visitId, goes.visitId],
      ]),
    );
    expect(owners).toEqual([{ guest_id: stays.guestId }]);
    const receipts = await rig.platform.unitOfWork.read((tx) => tx.query('SELECT guest_id FROM person_removals'));
    expect(receipts).toEqual([{ guest_id: goes.guestId }]);
  });

  it("own each other's person codes, also after a further merge, and both are asked for", async () => {
    const [first, second, third] = [await rig.announce(), await rig.announce(), await rig.announce()];
    await rig.settle();
    const guests = [first, second, third];
    const rows = await Promise.all(guests.map(({ guestId }) => rig.cardholderOf(guestId)));
    const codes = rows.map(({ person_code }) => person_code);
    const ids = [...rig.hikcentral.persons.values()];
    const directory = new SqlCardholderDirectory();
    const owners = () =>
      rig.platform.unitOfWork.read(async (tx) => {
        const byCode = await directory.guestIdsByPersonCode(tx, SERVER_ID, codes);
        const byId = await directory.guestIdsByPersonId(
          tx,
          SERVER_ID,
          ids.map(({ personId }) => personId),
        );
        for (const { personId, personCode } of ids) {
          if (byId.has(personId)) expect(byId.get(personId)).toBe(byCode.get(personCode));
        }
        return codes.map((code) => byCode.get(code));
      });
    expect(await owners()).toEqual(guests.map(({ guestId }) => guestId));
    for (const [stays, goes] of [
      [second, first],
      [third, second],
    ] as const) {
      await rig.visits.merge(stays.guestId, goes.guestId);
      await tell(stays.guestId, goes.guestId);
      await tell(stays.guestId, goes.guestId);
    }
    expect(await owners()).toEqual(codes.map(() => third.guestId));
    await rig.settle();
    expect(await owners()).toEqual(codes.map(() => third.guestId));
    const recent = { endAfter: rig.clock.now(), after: null, limit: 10 };
    const asked = await rig.platform.unitOfWork.read((tx) => directory.recentPersonCodes(tx, SERVER_ID, recent));
    expect(asked).toEqual(codes.toSorted());
  });

  it('stay ended by hand when either was', async () => {
    const stays = await rig.announce();
    const goes = await rig.announce({ accessLevelIds: ['2'] });
    await rig.settle();
    const { id } = await rig.cardholderOf(goes.guestId);
    await rig.suspend.run('revoke', id, 'was told to leave');
    await rig.visits.merge(stays.guestId, goes.guestId);
    await tell(stays.guestId, goes.guestId);
    await tell(stays.guestId, goes.guestId);
    await rig.settle();
    expect(rig.hikcentral.held()).toEqual([]);
    for (const { visitId } of [stays, goes]) {
      expect((await rig.accessOf(visitId)).lastError?.code).toBe('SUSPENDED');
    }
    const kept = await rig.cardholderOf(stays.guestId);
    await rig.suspend.run('resume', kept.id, 'may come again');
    await rig.runFor(HOUR_MS);
    expect((await rig.accessOf(stays.visitId)).status).toBe('granted');
  });
});

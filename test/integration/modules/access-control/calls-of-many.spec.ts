import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const SHARED_BY_ALL = ['request-application', 'list-access-level-members', 'read-application-summary'];

describe('the calls of many guests', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  it.each([
    { guestCount: 20, levelCalls: 1 },
    { guestCount: 21, levelCalls: 2 },
  ])('are one each, and $levelCalls + 3 for all $guestCount, on the way in and out', async (many) => {
    const { guestCount, levelCalls } = many;
    const visitIds: string[] = [];
    for (let guest = 0; guest < guestCount; guest += 1) visitIds.push((await rig.announce()).visitId);
    await rig.settle();
    expect(await statusesOf(visitIds)).toEqual(['granted']);
    // A giving call that is full goes at once, between two persons.
    expect(rig.calls.toSorted()).toEqual(
      [
        ...Array<string>(guestCount).fill('add-person'),
        ...Array<string>(levelCalls).fill('give-access-level'),
        ...SHARED_BY_ALL,
      ].toSorted(),
    );

    rig.session.calls.length = 0;
    for (const visitId of visitIds) await rig.visits.end(visitId);
    await rig.settle();
    expect(await statusesOf(visitIds)).toEqual(['revoked']);
    expect(rig.hikcentral.held()).toEqual([]);
    expect(rig.calls).toEqual([...Array<string>(levelCalls).fill('take-access-level'), ...SHARED_BY_ALL]);
  });

  async function statusesOf(visitIds: readonly string[]): Promise<readonly string[]> {
    const views = await rig.platform.unitOfWork.read((tx) => rig.access.ofVisits(tx, visitIds));
    return [...new Set([...views.values()].map(({ status }) => status))];
  }
});

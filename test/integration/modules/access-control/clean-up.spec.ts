import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessRig } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RETENTION_MS = 10 * DAY_MS;

describe('clean-up of persons', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database, { personRetentionMs: RETENTION_MS });
  });

  afterAll(() => database.close());

  const receipts = () =>
    rig.platform.unitOfWork.read((tx) =>
      tx.query<{ guest_id: string; cause: string; call_id: string; verified_at: Date; person_code_hash: Buffer }>(
        'SELECT * FROM person_removals ORDER BY id',
      ),
    );
  const letGoOf = async (): Promise<{ visitId: string; guestId: string }> => {
    const ids = await rig.announce();
    await rig.settle();
    await rig.visits.end(ids.visitId);
    await rig.settle();
    return ids;
  };

  it('removes a person so long after the last visit ended, verified, with a receipt that names nobody', async () => {
    const { guestId } = await letGoOf();
    rig.session.calls.length = 0;
    await rig.runFor(RETENTION_MS - HOUR_MS);
    expect([rig.calls, rig.hikcentral.persons.size]).toEqual([[], 1]);
    await rig.runFor(4 * HOUR_MS);
    expect(rig.session.calls.map(({ name, lane }) => [name, lane])).toEqual([
      ['delete-person', 'clean-up'],
      ['find-person-by-code', 'clean-up'],
    ]);
    expect(rig.hikcentral.persons.size).toBe(0);
    const [receipt, ...others] = await receipts();
    expect([receipt, others]).toMatchObject([{ guest_id: guestId, cause: 'retention' }, []]);
    const { person_code } = await rig.cardholderOf(guestId);
    expect(receipt?.person_code_hash.toString()).not.toContain(person_code);
    expect(receipt?.verified_at.getTime()).toBeGreaterThan(rig.clock.now().getTime() - 4 * HOUR_MS);

    const again = await rig.announce({ guestId });
    await rig.settle();
    expect(await rig.accessOf(again.visitId)).toMatchObject({ status: 'granted', personCode: person_code });
    expect(await receipts()).toHaveLength(1);
  });

  it('lets nobody go who has an open visit, or who may still hold something', async () => {
    const { guestId } = await letGoOf();
    const later = await rig.announce({
      guestId,
      validFrom: new Date(rig.clock.now().getTime() + 20 * DAY_MS),
      validTo: new Date(rig.clock.now().getTime() + 21 * DAY_MS),
    });
    await rig.runFor(RETENTION_MS + DAY_MS);
    expect([...rig.hikcentral.persons.keys()]).toEqual(['1042']);
    await rig.visits.end(later.visitId);

    const stuck = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 31 * DAY_MS) });
    await rig.settle();
    await rig.visits.end(stuck.visitId);
    rig.session.fate = ({ name }) => (name === 'take-access-level' ? refusal('GATEWAY.CAPACITY') : 'answered');
    await rig.platform.unitOfWork.run((tx) =>
      tx.query('UPDATE agreed_visits SET valid_to = $2 WHERE id = $1', [stuck.visitId, rig.clock.now()]),
    );
    for (let days = 0; days < RETENTION_MS / DAY_MS + 1; days += 1) {
      await rig.clock.advance(DAY_MS);
      await rig.settle(0);
    }
    expect(rig.hikcentral.held()).not.toEqual([]);
    expect(rig.calls).not.toContain('delete-person');
    rig.session.fate = () => 'answered';
    await rig.runFor(HOUR_MS);
    expect([rig.hikcentral.held(), [...rig.hikcentral.persons.keys()]]).toEqual([[], ['1042']]);
  });

  it('gives a receipt for a face that was taken away by hand too', async () => {
    const { guestId } = await rig.announce();
    await rig.settle();
    await rig.visits.putPhoto(guestId, null);
    await rig.settle();
    expect(await receipts()).toMatchObject([{ guest_id: guestId, cause: 'no_photo' }]);
  });
});

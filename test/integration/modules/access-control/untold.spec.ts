import { type Fate, type MadeCall } from '../../../support/fake-gateway-session.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
/** Readings that HikCentral may answer with nothing at all. */
const READINGS = ['find-person-by-code', 'list-access-level-members', 'read-person-application'];
const untold = ({ name }: MadeCall): Fate => (READINGS.includes(name) ? 'untold' : 'answered');

describe('readings that are answered with nothing', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  it('revoke nobody in word: what was taken, and may still be held, is said only after it was read', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    rig.session.fate = (call) => (call.name === 'take-access-level' ? 'empty-promise' : untold(call));
    await rig.visits.end(visitId);
    await rig.runFor(HOUR_MS);
    expect(rig.hikcentral.held()).not.toEqual([]);
    const { id } = await rig.cardholderOf(guestId);
    // Also when the person is looked up, and nobody is told of.
    await rig.reconcile.run(id);
    await rig.platform.unitOfWork.run((tx) =>
      tx.query(`UPDATE cardholders SET observed = jsonb_set(observed, '{person,shouldLookUp}', 'true') WHERE id = $1`, [
        id,
      ]),
    );
    await rig.runFor(HOUR_MS / 4);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'revoking', exposureEndsAt: expect.any(Date) });
    expect(rig.calls.filter((name) => name === 'find-person-by-code').length).toBeGreaterThan(0);
    rig.session.fate = () => 'answered';
    await rig.runFor(HOUR_MS / 4);
    expect([rig.hikcentral.held(), (await rig.accessOf(visitId)).status]).toEqual([[], 'revoked']);
  });

  it('restore nobody: whoever is there is not made again', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    const held = rig.hikcentral.held();
    rig.session.calls.length = 0;
    rig.session.fate = untold;
    const { id } = await rig.cardholderOf(guestId);
    await rig.platform.unitOfWork.run((tx) =>
      tx.query(
        `UPDATE cardholders SET observed = jsonb_set(observed, '{person,shouldLookUp}', 'true'),
           next_step = 'look-up-person', next_side = 'giving', next_due_at = $2 WHERE id = $1`,
        [id, rig.clock.now()],
      ),
    );
    await rig.runFor(HOUR_MS / 2);
    expect(rig.calls).toContain('find-person-by-code');
    expect(rig.calls).not.toContain('add-person');
    expect(rig.calls.length).toBeLessThan(20);
    expect(rig.hikcentral.held()).toEqual(held);
    rig.session.fate = () => 'answered';
    await rig.reconcile.run(id);
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });

  it('let a new guest in all the same once somebody is told of', async () => {
    rig.session.fate = untold;
    const { visitId } = await rig.announce();
    await rig.runFor(10 * 60_000);
    expect((await rig.accessOf(visitId)).status).not.toBe('granted');
    expect(rig.calls.filter((name) => name === 'add-person')).toHaveLength(1);
    rig.session.fate = () => 'answered';
    await rig.runFor(10 * 60_000);
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });
});

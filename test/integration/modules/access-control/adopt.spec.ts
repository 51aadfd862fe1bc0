import { BELLS } from '../../../../src/contracts/bells.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { waitFor } from '../../../support/wait-for.js';
import { AccessRig, SERVER_ID } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
/** Taking thrice, giving, cleaning, strays, changes, levels. */
const LOOPS = 8;
const WRITES = [
  'add-person',
  'update-person',
  'update-face',
  'delete-person',
  'give-access-level',
  'take-access-level',
];

describe('a server that was not adopted', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const query = (sql: string): Promise<unknown> => rig.platform.unitOfWork.run((tx) => tx.query(sql));
  /** As a copy of this database finds it that runs under another key. */
  const becomeCopy = (): Promise<unknown> => query(`UPDATE server_adoptions SET installation_mark = 'another'`);

  it('is changed in nothing, says so, and is changed once adopted', async () => {
    const inside = await rig.announce();
    await rig.settle();
    await becomeCopy();
    const before = rig.hikcentral.held();
    rig.session.calls.length = 0;
    await rig.visits.end(inside.visitId);
    const waiting = await rig.announce();
    await rig.runFor(HOUR_MS / 2);
    expect(rig.calls.filter((name) => WRITES.includes(name) || name === 'request-application')).toEqual([]);
    expect(rig.hikcentral.held()).toEqual(before);
    const observed = { lastError: { code: 'OBSERVE_ONLY' } };
    expect(await rig.accessOf(inside.visitId)).toMatchObject({ ...observed, status: 'revoking' });
    expect(await rig.accessOf(waiting.visitId)).toMatchObject({ ...observed, status: 'pending' });
    const forecast = await rig.platform.unitOfWork.read((tx) => rig.access.forecast(tx, waiting.visitId));
    expect(forecast).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'OBSERVE_ONLY' }] });
    expect((await rig.cardholders()).map(({ lastError }) => lastError?.code)).toEqual(['OBSERVE_ONLY', 'OBSERVE_ONLY']);

    rig.platform.doorbell.rings.length = 0;
    await rig.adopt.run(SERVER_ID);
    await rig.adopt.run(SERVER_ID);
    expect(rig.platform.doorbell.rings).toEqual([BELLS.reconcileAccess]);
    await rig.settle();
    expect(await rig.accessOf(inside.visitId)).toMatchObject({ status: 'revoked', lastError: null });
    expect(await rig.accessOf(waiting.visitId)).toMatchObject({ status: 'granted', lastError: null });
    const rows = (await query(`SELECT action FROM audit_log WHERE action = 'hikcentral-servers.adopt'`)) as unknown[];
    expect(rows).toHaveLength(1);
  });

  it('is changed as soon as it is adopted, left or come back to, whenever the sweep comes', async () => {
    await rig.announce();
    await becomeCopy();
    await rig.turnStraysOnly();
    const loops = rig.runLoops(rig.session);
    const isHeld = async () => {
      await rig.clock.advance(100);
      return rig.hikcentral.held().length > 0;
    };
    await waitFor(() => rig.clock.pendingTimers === LOOPS, 'every loop to sleep');
    await rig.adopt.run(SERVER_ID);
    await waitFor(isHeld, 'what the visit agreed to be held');
    await rig.leave.disable(SERVER_ID, 'moving house');
    await waitFor(async () => !(await isHeld()), 'everything to be taken');
    await rig.leave.enable(SERVER_ID, 'back again');
    await waitFor(isHeld, 'it to be held again');
    rig.session.over.abort();
    await loops;
  });

  it.each([0, 1, 2, 3])('sends nothing more from the moment it is a copy, after call %i', async (at) => {
    await rig.announce();
    if (at === 0) await becomeCopy();
    rig.session.afterCall = async (_call, made) => {
      if (made === at) await becomeCopy();
    };
    await rig.settle();
    expect(rig.calls.slice(at).filter((name) => WRITES.includes(name) || name === 'request-application')).toEqual([]);
  });

  it('is adopted by itself when it is the first this database meets, and no other is', async () => {
    await rig.announce();
    await rig.turnStraysOnly();
    expect(await query('SELECT server_id, adopted_by FROM server_adoptions')).toEqual([
      { server_id: SERVER_ID, adopted_by: 'vestibule' },
    ]);
    await query(`UPDATE server_adoptions SET server_id = 'the one before'`);
    const { visitId } = await rig.announce();
    await rig.settle();
    expect((await rig.accessOf(visitId)).lastError?.code).toBe('OBSERVE_ONLY');
    expect(rig.hikcentral.persons.size).toBe(0);
  });

  it('is not known by another id', async () => {
    await expect(rig.adopt.run('018f0000-0000-7000-8000-00000000dead')).rejects.toMatchObject({
      code: 'HIKCENTRAL_SERVER_NOT_FOUND',
    });
  });
});

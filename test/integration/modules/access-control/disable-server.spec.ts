import { BELLS } from '../../../../src/contracts/bells.js';
import { oldestUnrevokedSince } from '../../../../src/modules/access-control/persistence/oldest-unrevoked.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessRig, SERVER_ID } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
const GIVES = ['add-person', 'give-access-level', 'update-face', 'update-person', 'add-organisation'];

describe('a server that we leave', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const read = <T extends object>(sql: string): Promise<T[]> => rig.platform.unitOfWork.read((tx) => tx.query<T>(sql));
  const holding = (): Promise<number> => rig.platform.unitOfWork.read((tx) => rig.use.countCardholders(tx, SERVER_ID));
  const standing = async () =>
    (await rig.platform.unitOfWork.read((tx) => rig.standings.of(tx, [SERVER_ID]))).get(SERVER_ID);

  it('has everything that was ever given taken, then every person, and gives nothing any more', async () => {
    const inside = await rig.announce();
    const swapped = await rig.announce({ accessLevelIds: ['2'] });
    await rig.settle();
    // A level of before the last change, that only the ledger knows of.
    await rig.visits.giveLevels(swapped.visitId, ['1']);
    rig.session.fate = ({ name }) => (name === 'take-access-level' ? 'empty-promise' : 'answered');
    await rig.turn();
    rig.session.fate = () => 'answered';
    const later = await rig.announce({ validFrom: new Date(rig.clock.now().getTime() + HOUR_MS) });
    expect(await standing()).toMatchObject({ persons: 2, withAccess: 2, disabledAt: null });
    rig.session.calls.length = 0;

    rig.platform.doorbell.rings.length = 0;
    await rig.leave.disable(SERVER_ID, 'moving house');
    expect(rig.platform.doorbell.rings).toContain(BELLS.reconcileAccess);
    const [next] = await read<{ next_side: string }>('SELECT next_side FROM cardholders WHERE next_side IS NOT NULL');
    expect(next).toEqual({ next_side: 'taking' });
    await rig.runFor(2 * HOUR_MS - 60_000);
    expect(rig.calls.filter((name) => GIVES.includes(name))).toEqual([]);
    expect([rig.hikcentral.held(), [...rig.hikcentral.persons]]).toEqual([[], []]);
    for (const { visitId } of [inside, swapped, later]) {
      expect(await rig.accessOf(visitId)).toMatchObject({ status: 'failed', lastError: { code: 'SERVER_DISABLED' } });
    }
    expect(await read('SELECT DISTINCT cause FROM person_removals')).toEqual([{ cause: 'server_disabled' }]);
    expect(await read(`SELECT DISTINCT cause FROM access_ledger WHERE entry = 'take' AND level_id = '1'`)).toEqual([
      { cause: 'server_disabled' },
    ]);
    expect([await holding(), await standing()]).toMatchObject([0, { persons: 0, withAccess: 0, exposureEndsAt: null }]);
  });

  it('is left between any two calls of provisioning, and nothing is left there', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const { visitId } = await rig.announce();
      rig.session.calls.length = 0;
      rig.session.afterCall = async (_call, made) => {
        if (made === at) await rig.leave.disable(SERVER_ID, 'left');
      };
      await rig.settle();
      rig.session.afterCall = () => Promise.resolve();
      expect(rig.calls.slice(at).filter((name) => GIVES.includes(name))).toEqual([]);
      expect([rig.hikcentral.held(), rig.hikcentral.persons.size, await holding()]).toEqual([[], 0, 0]);
      await rig.leave.enable(SERVER_ID, 'back');
      await rig.settle();
      expect((await rig.accessOf(visitId)).status).toBe('granted');
      await rig.visits.end(visitId);
      await rig.settle();
      expect((await rig.accessOf(visitId)).status).toBe('revoked');
    }
  });

  it('never gives up taking, and counts as holding us until the last person is gone', async () => {
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 72 * HOUR_MS) });
    await rig.settle();
    rig.session.fate = ({ name }) => (name === 'take-access-level' ? refusal('GATEWAY.CAPACITY') : 'answered');
    await rig.leave.disable(SERVER_ID, 'left');
    await rig.leave.disable(SERVER_ID, 'said twice');
    await rig.runFor(HOUR_MS);
    expect([await holding(), await standing()]).toMatchObject([1, { persons: 1, withAccess: 1, toTake: 1 }]);
    expect(rig.calls.filter((name) => name === 'take-access-level').length).toBeGreaterThan(10);
    rig.session.fate = () => 'answered';
    await rig.runFor(HOUR_MS);
    expect([await holding(), rig.hikcentral.persons.size]).toEqual([0, 0]);
    expect((await rig.accessOf(visitId)).status).toBe('failed');
    expect(await read(`SELECT 1 FROM audit_log WHERE detail ->> 'reason' = 'said twice'`)).toEqual([]);
  });

  it('given up for lost says nothing false, alarms nobody, and owes all of it again when it is back', async () => {
    const inside = await rig.announce();
    const ended = await rig.announce();
    await rig.settle();
    await rig.visits.end(ended.visitId);
    await rig.turnStraysOnly();
    const oldest = () => rig.platform.unitOfWork.read(oldestUnrevokedSince);
    expect(await oldest()).not.toBeNull();
    await rig.platform.unitOfWork.run((tx) => rig.standings.giveUp(tx, SERVER_ID));
    expect(await oldest()).toBeNull();
    const exposureEndsAt = expect.any(Date) as unknown;
    expect(await rig.accessOf(inside.visitId)).toMatchObject({ status: 'failed', exposureEndsAt });
    expect(await rig.accessOf(ended.visitId)).toMatchObject({ status: 'revoking', exposureEndsAt });
    expect(await standing()).toMatchObject({ withAccess: 2, exposureEndsAt });

    await rig.platform.unitOfWork.run((tx) => rig.standings.comeBack(tx, SERVER_ID));
    await rig.settle();
    expect((await rig.accessOf(inside.visitId)).status).toBe('granted');
    expect((await rig.accessOf(ended.visitId)).status).toBe('revoked');
  });

  it('is not known by another id', async () => {
    await expect(rig.leave.disable('018f0000-0000-7000-8000-00000000dead', 'x')).rejects.toMatchObject({
      code: 'HIKCENTRAL_SERVER_NOT_FOUND',
    });
  });
});

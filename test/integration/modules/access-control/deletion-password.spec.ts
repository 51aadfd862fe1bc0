import { capabilitiesOf, NOTHING_KNOWN } from '../../../../src/modules/hikcentral-gateway/index.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessRig, SERVER_ID } from './support/access-rig.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RIGHT = 'the right one';

describe("deleting persons where HikCentral asks for its administrator's password", () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
    await rig.platform.unitOfWork.run(async (tx) => {
      await tx.query('DELETE FROM hikcentral_servers');
      await tx.query(
        `INSERT INTO hikcentral_servers (id, updated_at, name, app_secret_sealed, rate_limit_calls, rate_limit_window_ms,
           revoke_reserve, origin, base_url, app_key, created_at)
         VALUES ($1, $2, 'HQ', '', 10, 60000, 2, 'admin', 'https://hikcentral.test', '1', $2)`,
        [SERVER_ID, rig.clock.now()],
      );
    });
    rig.session.can = capabilitiesOf({ ...NOTHING_KNOWN, findings: { asksPasswordToDelete: true } });
    rig.session.fate = ({ name, body }) =>
      name === 'delete-person' && body['adminPassword'] !== RIGHT
        ? refusal('GATEWAY.PASSWORD_REFUSED', '2')
        : 'answered';
  });

  afterAll(() => database.close());

  const enter = (password: string | null) =>
    rig.platform.unitOfWork.run((tx) => rig.passwords.put(tx, SERVER_ID, password, rig.clock.now()));
  const startWith = (password: string | null) =>
    rig.platform.unitOfWork.run((tx) => rig.passwords.state(tx, SERVER_ID, password, rig.clock.now()));
  const tried = (): unknown[] =>
    rig.session.calls.filter(({ name }) => name === 'delete-person').map(({ body }) => body['adminPassword']);
  const errors = async () => (await rig.cardholders()).map(({ lastError }) => lastError?.code);
  const threeToGo = async () => {
    const guests = [await rig.announce(), await rig.announce(), await rig.announce()];
    await rig.settle();
    for (const { guestId } of guests) await rig.visits.putPhoto(guestId, null);
  };

  it('sends it, and everybody goes', async () => {
    await enter(RIGHT);
    await threeToGo();
    await rig.runFor(HOUR_MS);
    expect([rig.hikcentral.persons.size, tried()]).toEqual([0, [RIGHT, RIGHT, RIGHT]]);
  });

  it('waits for it, says so, and goes on by itself once it is entered', async () => {
    await threeToGo();
    await rig.runFor(HOUR_MS / 2);
    expect([tried(), rig.hikcentral.held(), await errors()]).toEqual([[], [], Array(3).fill('DELETION_PASSWORD')]);
    await enter(RIGHT);
    await rig.runFor(11 * MINUTE_MS);
    expect([rig.hikcentral.persons.size, await errors()]).toEqual([0, Array(3).fill('NO_PHOTO')]);
  });

  it('tries a wrong one once, after a restart too, and the next one that is entered', async () => {
    await startWith('wrong');
    await threeToGo();
    await rig.runFor(HOUR_MS / 2);
    expect([tried(), await errors()]).toEqual([['wrong'], Array(3).fill('DELETION_PASSWORD')]);
    rig.restart({});
    await startWith('wrong');
    await rig.runFor(HOUR_MS);
    expect(tried()).toEqual(['wrong']);
    await enter('wrong');
    await rig.runFor(HOUR_MS);
    expect(tried()).toEqual(['wrong', 'wrong']);
    rig.restart({});
    await startWith(RIGHT);
    await rig.runFor(HOUR_MS);
    expect([tried().slice(2), rig.hikcentral.persons.size]).toEqual([[RIGHT, RIGHT, RIGHT], 0]);
  });

  it('sends none that was never accepted while another deletion with it is under way', async () => {
    await enter('wrong');
    await threeToGo();
    let isOver = false;
    rig.session.afterCall = async ({ name }) => {
      if (name !== 'delete-person' || isOver) return;
      isOver = true;
      await rig.turn();
      expect(tried()).toEqual(['wrong']);
    };
    await rig.runFor(HOUR_MS);
    expect([isOver, tried()]).toEqual([true, ['wrong']]);
  });

  it('keeps it sealed, and bound to its server', async () => {
    await enter(RIGHT);
    const [row] = await rig.platform.unitOfWork.read((tx) =>
      tx.query<{ password_sealed: Buffer }>('SELECT * FROM hikcentral_deletion_passwords'),
    );
    expect(row!.password_sealed.toString('latin1')).not.toContain(RIGHT);
    const { vault } = rig.platform;
    expect(() => vault.open(row!.password_sealed, 'hikcentral_deletion_passwords:password:another')).toThrow();
    expect(JSON.stringify(rig.logger.lines)).not.toContain(RIGHT);
  });
});

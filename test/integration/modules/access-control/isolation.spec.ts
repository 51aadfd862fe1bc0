import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessRig } from './support/access-rig.js';
import { UNREADABLE_FACE } from './support/agreed-visits.js';

const HOUR_MS = 3_600_000;
const BROKEN = 500;

describe('trouble of one harms nobody else', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const plant = (guestId: string, observed: string): Promise<unknown> =>
    rig.platform.unitOfWork.run((tx) =>
      tx.query('UPDATE cardholders SET observed = $2::jsonb WHERE guest_id = $1', [guestId, observed]),
    );
  const observedOf = async (guestId: string): Promise<string> => {
    const rows = await rig.platform.unitOfWork.read((tx) =>
      tx.query<{ observed: object }>('SELECT observed FROM cardholders WHERE guest_id = $1', [guestId]),
    );
    return JSON.stringify(rows[0]?.observed);
  };

  it('sets a cardholder aside whose call cannot be built, says so, and lets the others in', async () => {
    const broken = await rig.announce({ face: UNREADABLE_FACE });
    const sound = [await rig.announce(), await rig.announce()];
    await rig.runFor(60_000);
    for (const { visitId } of sound) expect((await rig.accessOf(visitId)).status).toBe('granted');
    expect(await rig.accessOf(broken.visitId)).toMatchObject({ status: 'pending', lastError: { code: 'INTERNAL' } });
    expect(rig.logger.lines).toContainEqual(expect.objectContaining({ event: 'access.cardholder-set-aside' }));

    const looks = rig.logger.lines.length;
    await rig.runFor(60 * 60_000);
    // Every five minutes at most: 12 of them.
    expect(rig.logger.lines.length - looks).toBeLessThanOrEqual(16);
    await rig.visits.putPhoto(broken.guestId, 'a face');
    await rig.settle();
    expect(await rig.accessOf(broken.visitId)).toMatchObject({ status: 'granted', lastError: null });
  });

  it.each([
    ['while giving', '{}'],
    ['while giving', '{"person": {"personId": "1042"}, "levels": 7}'],
  ])('survives a broken row %s', async (_name, observed) => {
    const broken = await rig.announce();
    await rig.turnStraysOnly();
    await plant(broken.guestId, observed);
    const sound = await rig.announce();
    await rig.runFor(60_000);
    expect((await rig.accessOf(sound.visitId)).status).toBe('granted');
    expect((await rig.accessOf(broken.visitId)).lastError?.code).toBe('INTERNAL');
    await rig.visits.end(sound.visitId);
    await rig.settle();
    expect((await rig.accessOf(sound.visitId)).status).toBe('revoked');
  });

  it('revokes the others beside a broken row, keeps its age, and revokes it when it is mended', async () => {
    const broken = await rig.announce();
    const sound = await rig.announce();
    await rig.settle();
    const observed = await observedOf(broken.guestId);
    await plant(broken.guestId, '{"person": null}');
    for (const { visitId } of [broken, sound]) await rig.visits.end(visitId);
    await rig.runFor(60_000);
    expect((await rig.accessOf(sound.visitId)).status).toBe('revoked');
    expect(await rig.accessOf(broken.visitId)).toMatchObject({ status: 'revoking', lastError: { code: 'INTERNAL' } });
    const [row] = await rig.platform.unitOfWork.read((tx) =>
      tx.query<{ guest_id: string }>('SELECT guest_id FROM cardholders WHERE unrevoked_since IS NOT NULL'),
    );
    expect(row?.guest_id).toBe(broken.guestId);

    await plant(broken.guestId, observed);
    // The sweep finds it once it has rested, five minutes at most.
    await rig.runFor(5 * 60_000);
    await rig.settle();
    expect(await rig.accessOf(broken.visitId)).toMatchObject({ status: 'revoked', lastError: null });
    expect(rig.hikcentral.held()).toEqual([]);
  });

  it('looks at broken rows ever more slowly, and beside 500 of them at once at a guest who is new', async () => {
    const broken = await rig.announce();
    await rig.turnStraysOnly();
    await plant(broken.guestId, '{}');
    await rig.platform.unitOfWork.run(async (tx) => {
      await tx.query(`UPDATE cardholders SET seen_revision = 0`);
      await tx.query(
        `INSERT INTO agreed_guests SELECT gen_random_uuid(), 1, 'Asa Ost', 'a face', false FROM generate_series(2, $1::integer)`,
        [BROKEN],
      );
      await tx.query(
        `INSERT INTO agreed_visits SELECT gen_random_uuid(), agreed_guests.id, valid_from, valid_to, access_level_ids, true
         FROM agreed_guests, agreed_visits WHERE agreed_guests.id <> agreed_visits.guest_id`,
      );
      await tx.query(
        `INSERT INTO cardholders (id, guest_id, server_id, person_code, generation, observed_generation, seen_revision,
           seen_settings, desired, open_visit_ids, observed, status, attempts, wanted_at, created_at, updated_at)
         SELECT gen_random_uuid(), agreed_guests.id, server_id, 'CROWD' || lpad((row_number() OVER ())::text, 11, '0'),
           generation, 0, 0, seen_settings, desired, '{}', observed, 'pending', 0, wanted_at, created_at, updated_at
         FROM agreed_guests, cardholders WHERE agreed_guests.id <> cardholders.guest_id`,
      );
    });
    expect(await rig.turnStraysOnly()).toEqual({ found: BROKEN, next: 'now' });
    const { visitId } = await rig.announce();
    expect((await rig.turnStraysOnly()).found).toBe(1);
    expect((await rig.accessOf(visitId)).status).toBe('pending');
    expect((await rig.turnStraysOnly()).found).toBe(0);

    await rig.platform.unitOfWork.run((tx) =>
      tx.query('UPDATE agreed_visits SET is_open = false WHERE guest_id <> $1', [broken.guestId]),
    );
    await rig.platform.unitOfWork.run((tx) =>
      tx.query(`UPDATE cardholders SET open_visit_ids = '{}' WHERE guest_id <> $1`, [broken.guestId]),
    );
    let looks = 0;
    for (let second = 0; second < 1_200; second += 10) {
      await rig.clock.advance(10_000);
      looks += (await rig.turnStraysOnly()).found;
    }
    // After 5, 10, 20, 40, 80 and 160 seconds, then every five minutes.
    expect(looks).toBeGreaterThanOrEqual(8);
    expect(looks).toBeLessThanOrEqual(9);
  });

  it.each(['{}', '7', 'null', '{"person": null}', '{"person": {}, "levels": {"1": null}}'])(
    'lists a broken row %s as such, beside the sound ones',
    async (observed) => {
      const broken = await rig.announce();
      const sound = await rig.announce();
      await rig.settle();
      await plant(broken.guestId, observed);
      const shown = await rig.cardholders();
      expect(shown.find(({ guestId }) => guestId === broken.guestId)).toMatchObject({
        lastError: { code: 'INTERNAL' },
        observed: { accessLevelIds: [] },
      });
      expect(shown.find(({ guestId }) => guestId === sound.guestId)).toMatchObject({
        lastError: null,
        observed: { accessLevelIds: ['1'] },
      });
    },
  );

  it('makes the organisation again when it has vanished, and blames no guest', async () => {
    rig.hikcentral.organisations.splice(1);
    const { visitId } = await rig.announce();
    await rig.clock.advance(HOUR_MS / 2);
    await rig.settle();
    expect(rig.calls.slice(0, 5)).toEqual([
      'add-person',
      'list-organisations',
      'read-root-organisation',
      'add-organisation',
      'add-person',
    ]);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', attempts: 0 });
    expect([...rig.hikcentral.persons.values()].map(({ organisationId }) => organisationId)).toEqual(['8']);
  });

  it('spends tries, and few calls, when "not there" is said though the organisation is', async () => {
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 5 * HOUR_MS) });
    await rig.clock.advance(HOUR_MS / 2);
    rig.session.fate = ({ name }) => (name === 'add-person' ? refusal('GATEWAY.NOT_FOUND') : 'answered');
    await rig.runFor(2 * HOUR_MS);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'failed', attempts: 5 });
    expect(rig.calls.length).toBeLessThanOrEqual(10);
  });
});

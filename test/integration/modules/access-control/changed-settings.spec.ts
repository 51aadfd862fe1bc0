import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 500;
const CROWD = 700;

describe('settings that changed between two starts', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const tomorrow = () => ({
    validFrom: new Date(rig.clock.now().getTime() + 20 * HOUR_MS),
    validTo: new Date(rig.clock.now().getTime() + 22 * HOUR_MS),
  });
  /** Cardholders that sleep, of guests whose visits are long over. */
  const keepCrowd = () =>
    rig.platform.unitOfWork.run((tx) =>
      tx.query(
        `INSERT INTO cardholders (id, guest_id, server_id, person_code, generation, observed_generation, seen_revision,
           seen_settings, desired, open_visit_ids, observed, status, attempts, wanted_at, created_at, updated_at)
         SELECT gen_random_uuid(), gen_random_uuid(), server_id, 'CROWD' || lpad(number::text, 11, '0'), generation,
           generation, seen_revision, seen_settings, desired || '{"visitIds": [], "changesAtMs": null}', '{}',
           jsonb_set(observed, '{person,personId}', 'null') || '{"levels": {}}',
           'revoked', 0, $1, $1, $1
         FROM cardholders, generate_series(1, $2::integer) AS number`,
        [rig.clock.now(), CROWD],
      ),
    );
  const settingsSeen = async () =>
    (
      await rig.platform.unitOfWork.read((tx) =>
        tx.query<{ count: number }>('SELECT count(*)::integer FROM cardholders GROUP BY seen_settings ORDER BY 1'),
      )
    ).map(({ count }) => count);

  it('take a face to which nobody consented out of HikCentral, and bring it back', async () => {
    const { visitId, guestId } = await rig.announce(tomorrow());
    const consenting = await rig.announce(tomorrow());
    await rig.visits.consent(consenting.guestId, true);
    await rig.settle(HOUR_MS);
    expect([rig.hikcentral.persons.size, (await rig.accessOf(visitId)).status]).toEqual([2, 'granted']);

    rig.restart({ isConsentRequired: true });
    await rig.settle(HOUR_MS);
    expect(rig.hikcentral.persons.size).toBe(1);
    expect((await rig.accessOf(visitId)).lastError?.code).toBe('CONSENT_MISSING');
    expect((await rig.accessOf(consenting.visitId)).status).toBe('granted');
    expect((await rig.cardholderOf(guestId)).generation).toBe(2);

    rig.restart({ isConsentRequired: false });
    await rig.settle(HOUR_MS);
    expect([rig.hikcentral.persons.size, (await rig.accessOf(visitId)).status]).toEqual([2, 'granted']);
  });

  it('open doors earlier or later, and send persons earlier', async () => {
    const next = await rig.announce(tomorrow());
    const nextWeek = await rig.announce({
      validFrom: new Date(rig.clock.now().getTime() + 7 * DAY_MS),
      validTo: new Date(rig.clock.now().getTime() + 8 * DAY_MS),
    });
    await rig.settle(HOUR_MS);
    const begins = async (visitId: string) => (await rig.accessOf(visitId)).validFrom?.getTime();
    const before = await begins(next.visitId);
    rig.restart({ earlyArrivalMs: 30 * MINUTE_MS, accessLeadMs: 10 * DAY_MS });
    await rig.settle(HOUR_MS);
    expect(await begins(next.visitId)).toBe(before! - 15 * MINUTE_MS);
    expect((await rig.accessOf(nextWeek.visitId)).status).toBe('granted');
    expect([...rig.hikcentral.persons.values()]).toHaveLength(2);
  });

  it('shorten the time that a person stays after the last visit', async () => {
    const { visitId } = await rig.announce();
    await rig.settle();
    await rig.visits.end(visitId);
    await rig.runFor(5 * DAY_MS);
    expect(rig.hikcentral.persons.size).toBe(1);
    rig.restart({ personRetentionMs: 2 * DAY_MS });
    await rig.settle(HOUR_MS);
    expect(rig.hikcentral.persons.size).toBe(0);
  });

  it('are applied page by page, those with visits first, and go on after a restart in the middle', async () => {
    const { visitId } = await rig.announce(tomorrow());
    await rig.settle(HOUR_MS);
    await keepCrowd();
    expect(await settingsSeen()).toEqual([CROWD + 1]);
    expect((await rig.turnStraysOnly()).found).toBe(0);

    rig.restart({ isConsentRequired: true });
    expect(await rig.turnStraysOnly()).toEqual({ found: PAGE, next: 'now' });
    expect(await settingsSeen()).toEqual([CROWD + 1 - PAGE, PAGE]);
    expect((await rig.accessOf(visitId)).lastError?.code).toBe('CONSENT_MISSING');

    rig.restart({ isConsentRequired: true });
    expect((await rig.turnStraysOnly()).found).toBe(CROWD + 1 - PAGE);
    expect(await settingsSeen()).toEqual([CROWD + 1]);
    expect((await rig.turnStraysOnly()).found).toBe(0);
  });

  it('that change nothing of access leave everybody alone', async () => {
    await rig.announce(tomorrow());
    await rig.settle(HOUR_MS);
    rig.restart({ accessSweepMs: 10_000 });
    expect((await rig.turnStraysOnly()).found).toBe(0);
  });
});

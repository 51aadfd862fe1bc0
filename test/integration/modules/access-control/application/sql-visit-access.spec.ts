import { type TestDatabase, openTestDatabase } from '../../../../support/database.js';
import { AccessRig } from '../support/access-rig.js';

const HOUR_MS = 3_600_000;

describe('what visits asks about access', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const check = (...levelIds: string[]): Promise<void> =>
    rig.platform.unitOfWork.read((tx) => rig.access.checkLevels(tx, levelIds));
  const sql = (text: string): Promise<unknown> => rig.platform.unitOfWork.run((tx) => tx.query(text));

  describe('levels', () => {
    it('accepts what one server has', async () => {
      await expect(check('1', '2')).resolves.toBeUndefined();
    });

    it('refuses a level that HikCentral does not have, and names it', async () => {
      await expect(check('1', '9')).rejects.toMatchObject({
        code: 'LEVEL_UNKNOWN',
        kind: 'refused',
        context: { levelId: '9' },
      });
    });

    it('refuses levels of two servers', async () => {
      await sql(
        `INSERT INTO access_levels SELECT 'another', 'b:1', name, doors, fetched_at FROM access_levels LIMIT 1`,
      );
      await expect(check('1', 'b:1')).rejects.toMatchObject({ code: 'LEVELS_OF_TWO_SERVERS', kind: 'refused' });
      await expect(check('b:1')).resolves.toBeUndefined();
    });

    it('accepts anything while nothing was read yet, or a day ago: it is checked when sent', async () => {
      await rig.clock.advance(25 * HOUR_MS);
      await expect(check('9')).resolves.toBeUndefined();
      await sql('DELETE FROM access_levels');
      await expect(check('9')).resolves.toBeUndefined();
    });
  });

  describe('readiness', () => {
    const forecast = (visitId: string) => rig.platform.unitOfWork.read((tx) => rig.access.forecast(tx, visitId));
    const inHours = (hours: number): Date => new Date(rig.clock.now().getTime() + hours * HOUR_MS);

    it('is blocked without a photo, ready in time, and ready when granted', async () => {
      const { visitId, guestId } = await rig.announce({ face: null, validFrom: inHours(1), validTo: inHours(2) });
      await rig.turnStraysOnly();
      expect(await forecast(visitId)).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'NO_PHOTO' }] });
      await rig.visits.putPhoto(guestId, 'a face');
      expect(await forecast(visitId)).toMatchObject({ verdict: 'ready', reasons: [] });
      await rig.settle();
      const { grantedAt } = await rig.accessOf(visitId);
      expect(await forecast(visitId)).toEqual({ verdict: 'ready', reasons: [], expectedReadyAt: grantedAt });
      rig.isPartlyLate = true;
      expect(await forecast(visitId)).toMatchObject({ verdict: 'ready', reasons: [{ code: 'PASSAGES_PARTLY_LATE' }] });
      rig.isPartlyLate = false;
    });

    it('is at risk when those who come before use up the calls', async () => {
      for (let guest = 0; guest < 40; guest += 1) await rig.announce();
      const soon = { validFrom: inHours(0.05), validTo: inHours(2) };
      const { visitId } = await rig.announce(soon);
      await rig.turnStraysOnly();
      const late = await forecast(visitId);
      expect(late).toMatchObject({ verdict: 'at_risk', reasons: [{ code: 'NOT_IN_TIME' }] });
      // 41 persons, 3 levels, 1 application, 2 readings: 8 now, 39 in five windows.
      expect(late.expectedReadyAt).toEqual(new Date(rig.clock.now().getTime() + 5 * 60_000 + 5_000));
      const later = await rig.announce({ validFrom: inHours(1), validTo: inHours(2) });
      await rig.turnStraysOnly();
      expect((await forecast(later.visitId)).verdict).toBe('ready');
    });

    it('says nothing of its own about a visit that is over', async () => {
      const { visitId } = await rig.announce();
      await rig.visits.end(visitId);
      expect(await forecast(visitId)).toEqual({ verdict: 'blocked', reasons: [], expectedReadyAt: null });
    });
  });
});

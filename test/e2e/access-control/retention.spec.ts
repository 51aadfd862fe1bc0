import { start } from '../../../src/boot/start.js';
import { environmentFor, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

const DAY_MS = 24 * 3_600_000;

describe('retention of faces', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
  });

  afterAll(() => vestibule.close());

  const query = <T>(sql: string): Promise<T[]> => vestibule.database.dataSource.query(sql);

  it('leaves a face neither in the database nor in HikCentral, with receipts, and open visits alone', async () => {
    const { api, simulator, database, running } = vestibule;
    const met = await announce(api);
    const neverSent = await announce(api, {
      validFrom: new Date(Date.now() + 3 * DAY_MS).toISOString(),
      validTo: new Date(Date.now() + 4 * DAY_MS).toISOString(),
    });
    const open = await announce(api);
    for (const { id } of [met, neverSent, open]) await putPhoto(api, id);
    const { access } = await untilAccess(api, met.id, 'granted');
    await untilAccess(api, open.id, 'granted');
    for (const { id } of [met, neverSent]) expect((await api.post(`/visits/${id}/cancel`)).status).toBe(200);
    await untilAccess(api, met.id, 'revoked');
    await running.stop();
    await query(`UPDATE visits SET valid_from = valid_from - interval '40 days', valid_to = valid_to - interval '40 days',
      updated_at = updated_at - interval '40 days' WHERE status = 'cancelled'`);

    const again = await start(environmentFor(database.url, simulator));
    try {
      await waitFor(
        () => simulator.control.personByCode(access.personCode ?? '') === undefined,
        'the face to go',
        20_000,
      );
      const photos = await query<{ guest_id: string }>('SELECT guest_id FROM guest_photos');
      expect(photos).toEqual([{ guest_id: open.guest.id }]);
      const deletions = await query<{ guest_id: string }>('SELECT guest_id FROM photo_deletions');
      expect(deletions.map(({ guest_id }) => guest_id).sort()).toEqual([met.guest.id, neverSent.guest.id].sort());
      let removals: { guest_id: string }[] = [];
      await waitFor(async () => {
        removals = await query('SELECT guest_id FROM person_removals');
        return removals.length > 0;
      }, 'the receipt');
      expect(removals).toEqual([{ guest_id: met.guest.id }]);
      expect(simulator.control.ownPersons()).toHaveLength(1);
    } finally {
      await again.stop();
    }
  }, 90_000);
});

import { startSimulator } from '../../../simulator/index.js';
import { start } from '../../../src/boot/start.js';
import { ApiCaller } from '../../support/api-caller.js';
import { ADMIN, environmentFor, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit } from '../../support/visit-steps.js';

describe('a database that meets another HikCentral', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
  });

  afterAll(() => vestibule.close());

  it('only reads there until an admin adopts it, and then lets everybody in', async () => {
    const { api, database, running } = vestibule;
    const known = await announce(api);
    await putPhoto(api, known.id);
    await untilAccess(api, known.id, 'granted');
    await running.stop();

    const other = await startSimulator({ limit: { calls: null }, applyDelayMs: 50 });
    const environment = { ...environmentFor(database.url, other), ACCESS_SWEEP_SECONDS: '1' };
    const moved = await start(environment);
    try {
      const admin = await ApiCaller.login(moved.baseUrl, ADMIN.email, ADMIN.password);
      const fresh = await announce(admin);
      await putPhoto(admin, fresh.id);
      for (const { id } of [known, fresh]) {
        await untilVisit(admin, id, ({ access }) => access.lastError?.code === 'OBSERVE_ONLY');
      }
      const readiness = await admin.get<{ verdict: string }>(`/visits/${fresh.id}/readiness`);
      expect(readiness.body.verdict).toBe('blocked');
      expect([other.control.ownPersons(), other.control.foreignChanges()]).toEqual([[], []]);

      const servers = await admin.get<{ items: { id: string; baseUrl: string }[] }>('/hikcentral-servers');
      const [server] = servers.body.items;
      const calls: { operation: string }[] = await database.dataSource.query(
        'SELECT DISTINCT operation FROM hikcentral_calls WHERE server_id = $1',
        [server?.id],
      );
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.filter(({ operation }) => !/^(read|list|find)-/.test(operation))).toEqual([]);
      const adopted = await admin.post<{ id: string }>(`/hikcentral-servers/${server?.id}/adopt`);
      expect([adopted.status, adopted.body.id]).toEqual([200, server?.id]);
      for (const { id } of [known, fresh]) await untilAccess(admin, id, 'granted');
      expect(other.control.ownPersons()).toHaveLength(2);
    } finally {
      await moved.stop();
      await other.close();
    }
  }, 90_000);
});

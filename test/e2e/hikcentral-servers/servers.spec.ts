import https from 'node:https';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { freePort } from '../../support/free-port.js';
import { TEST_TLS } from '../../support/test-tls.js';
import { VISITORS_LEVEL } from '../../support/vestibule.js';
import { announce, putPhoto } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { type ContractWorld, openContractWorld } from '../contract/support/contract-world.js';
import { expectProblem } from '../contract/support/problem.js';

interface Server {
  readonly id: string;
  readonly origin: string;
  readonly baseUrl: string;
  readonly hasCa: boolean;
  readonly lease: { readonly holder: string; readonly since: string } | null;
  readonly lastAnswerAt: string | null;
  readonly capabilities: { readonly version: string | null } | null;
  readonly budget: {
    readonly effectiveLimit: number;
    readonly usedInWindow: number;
    readonly pausedUntil: string | null;
  };
  readonly pauseReason: string | null;
  readonly adoption: { readonly state: string; readonly reason: string | null; readonly toGive: number };
  readonly disabledAt: string | null;
  readonly persons: number;
  readonly personsWithAccess: number;
}

interface Test {
  readonly ok: boolean;
  readonly verdict: string;
  readonly detail: string;
  readonly version: string | null;
}

const SECRET = 'S3cretOfTheSecondServer';
const OTHER_SECRET = 'An0therSecretAltogether';
const VERSION = '/artemis/api/common/v1/version';
const NOBODY = '0190a0a0-0000-7000-8000-000000000000';

describe('servers over the API', () => {
  let world: ContractWorld;
  let second: Simulator;

  beforeAll(async () => {
    world = await openContractWorld({ ACCESS_SWEEP_SECONDS: '1' });
    second = await startSimulator({ limit: { calls: null }, employeeCount: 0, appSecret: SECRET });
  });

  afterAll(async () => {
    await world.close();
    await second.close();
  });

  const described = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    name: 'Second',
    baseUrl: second.baseUrl,
    appKey: second.appKey,
    appSecret: SECRET,
    rateLimitCalls: 10_000,
    ...changes,
  });

  const list = async (): Promise<readonly Server[]> =>
    (await world.admin.get<{ items: Server[] }>('/hikcentral-servers')).body.items;

  async function add(changes: Record<string, unknown> = {}): Promise<Server> {
    const { status, body } = await world.admin.post<Server>('/hikcentral-servers', described(changes));
    expect(status).toBe(201);
    return body;
  }

  async function verdictOf(id: string): Promise<Test> {
    const { status, body } = await world.admin.post<Test>(`/hikcentral-servers/${id}/test`);
    expect([status, body]).toEqual([200, expect.objectContaining({ detail: expect.stringMatching(/./) })]);
    return body;
  }

  const remove = async (id: string): Promise<number> => (await world.admin.delete(`/hikcentral-servers/${id}`)).status;

  it('is there from the settings, as it stands, and not to be changed or removed here', async () => {
    await waitFor(async () => (await list())[0]?.capabilities?.version !== undefined, 'capabilities');
    const [server, ...others] = await list();
    expect(others).toEqual([]);
    expect(server).toMatchObject({ origin: 'settings', baseUrl: world.vestibule.simulator.baseUrl, pauseReason: null });
    expect(server!.lease).toEqual({ holder: expect.stringContaining(`:${process.pid}`), since: expect.any(String) });
    expect(server!.lastAnswerAt).not.toBeNull();
    for (const answer of [
      await world.admin.patch(`/hikcentral-servers/${server!.id}`, { rateLimitCalls: 3 }),
      await world.admin.patch(`/hikcentral-servers/${server!.id}`, { baseUrl: second.baseUrl }),
      await world.admin.delete(`/hikcentral-servers/${server!.id}`),
    ]) {
      expect([answer.status, expectProblem(answer).code]).toEqual([409, 'HIKCENTRAL_SERVER_OF_SETTINGS']);
    }
    expect(await verdictOf(server!.id)).toMatchObject({ ok: true, verdict: 'ok', version: 'V3.1.0.0' });
  }, 30_000);

  it('is added, spoken to, changed, removed, and back under its old id', async () => {
    const { id, lease } = await add({ appSecret: OTHER_SECRET });
    expect(lease).toBeNull();
    expect(await verdictOf(id)).toMatchObject({
      ok: false,
      verdict: expect.stringMatching(/signature_refused|paused_refused/),
    });

    const changed = await world.admin.patch<Server>(`/hikcentral-servers/${id}`, { appSecret: SECRET });
    expect(changed.status).toBe(200);
    expect(changed.body.pauseReason).toBeNull();
    const since = performance.now();
    await waitFor(() => second.control.arrivals().some(({ answerCode }) => answerCode === '0'), 'an accepted call');
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(await verdictOf(id)).toMatchObject({ ok: true, verdict: 'ok' });

    expect(await remove(id)).toBe(204);
    expect((await list()).map((server) => server.id)).not.toContain(id);
    const gone = await world.admin.post(`/hikcentral-servers/${id}/test`);
    expect([gone.status, expectProblem(gone).code]).toEqual([404, 'HIKCENTRAL_SERVER_NOT_FOUND']);
    expect(await remove(id)).toBe(404);
    expect((await add()).id).toBe(id);
    expect(await remove(id)).toBe(204);
  }, 90_000);

  it('is one server in two spellings', async () => {
    const { id, baseUrl } = await add();
    expect(baseUrl).toBe(second.baseUrl);
    const { port } = new URL(second.baseUrl);
    const spelt = await world.admin.post(
      '/hikcentral-servers',
      described({ baseUrl: `HTTP://127.0.0.1:${port}/artemis/` }),
    );
    expect([spelt.status, expectProblem(spelt).code]).toEqual([409, 'HIKCENTRAL_SERVER_EXISTS']);
    expect(await remove(id)).toBe(204);
    const other = await add({ appKey: '4711' });
    const back = await world.admin.patch(`/hikcentral-servers/${other.id}`, { appKey: second.appKey });
    expect([back.status, expectProblem(back).code]).toEqual([409, 'HIKCENTRAL_SERVER_REMOVED']);
    expect(await remove(other.id)).toBe(204);
  }, 30_000);

  it.each([
    ['a user in the URL', { baseUrl: 'https://user:pass@hik.test' }, 400, 'INVALID_INPUT'],
    ['a path', { baseUrl: 'https://hik.test/other' }, 400, 'INVALID_INPUT'],
    ['another scheme', { baseUrl: 'ftp://hik.test' }, 400, 'INVALID_INPUT'],
    ['no port that is one', { baseUrl: 'https://hik.test:99999' }, 400, 'INVALID_INPUT'],
    ['an AppKey that no header can carry', { appKey: 'a\r\nb' }, 400, 'INVALID_INPUT'],
    ['no secret', { appSecret: undefined }, 400, 'INVALID_INPUT'],
    ['a window of no length', { rateLimitWindowSeconds: 0 }, 400, 'INVALID_INPUT'],
    ['an unknown field', { window: 3 }, 400, 'INVALID_INPUT'],
    ['a reserve as large as the limit', { rateLimitCalls: 2, revokeReserve: 2 }, 422, 'HIKCENTRAL_RESERVE_TOO_LARGE'],
    ['a key for an authority', { caPem: TEST_TLS.key }, 422, 'HIKCENTRAL_CA_UNREADABLE'],
  ])('refuses %s', async (_, changes, status, code) => {
    const answer = await world.admin.post('/hikcentral-servers', described(changes));
    expect([answer.status, expectProblem(answer).code]).toEqual([status, code]);
    const changed = await world.admin.patch(`/hikcentral-servers/${NOBODY}`, { name: 'x' });
    expect([changed.status, expectProblem(changed).code]).toEqual([404, 'HIKCENTRAL_SERVER_NOT_FOUND']);
  });

  it('stays what it is while it holds cardholders of ours', async () => {
    const { id } = await add();
    const { dataSource } = world.vestibule.database;
    await dataSource.query(
      `INSERT INTO cardholders (id, guest_id, server_id, person_code, person_id, generation, observed_generation,
         seen_revision, seen_settings, desired, open_visit_ids, observed, status, attempts, wanted_at, created_at, updated_at)
       VALUES ($1, $1, $2, 'ABC1234567890ABC', '99', 0, 0, 0, '', '{}', '{}', '{}', 'granted', 0, $3, $3, $3)`,
      [NOBODY, id, new Date()],
    );
    const path = `/hikcentral-servers/${id}`;
    for (const answer of [
      await world.admin.delete(path),
      await world.admin.patch(path, { baseUrl: 'https://hik.test' }),
      await world.admin.patch(path, { appKey: '4712' }),
    ]) {
      const { code, detail } = expectProblem(answer);
      expect([answer.status, code]).toEqual([409, 'HIKCENTRAL_SERVER_IN_USE']);
      expect(detail).toMatch(/still holds 1 .*1 persons there, 0 with access.*disable it.*added as a server/);
    }
    expect((await list()).find((server) => server.id === id)?.baseUrl).toBe(second.baseUrl);
    // Another spelling, name or secret is the same server.
    const { port } = new URL(second.baseUrl);
    const same = { baseUrl: `HTTP://127.0.0.1:${port}/artemis/`, appKey: second.appKey, name: 'Third' };
    expect((await world.admin.patch<Server>(path, same)).body).toMatchObject({ id, baseUrl: second.baseUrl });
    await dataSource.query('DELETE FROM cardholders WHERE id = $1', [NOBODY]);
    expect(await remove(id)).toBe(204);
  }, 30_000);

  it('is left with nobody of ours on it, or given up by force', async () => {
    const { id } = await add();
    const path = `/hikcentral-servers/${id}`;
    const visit = await announce(world.admin);
    await putPhoto(world.admin, visit.id);
    const shown = async (): Promise<Server> => (await list()).find((server) => server.id === id)!;
    await waitFor(async () => (await shown()).adoption.toGive === 1, 'a guest who waits');
    expect((await shown()).adoption).toMatchObject({ state: 'observing', reason: 'not_adopted' });
    await world.admin.post(`${path}/adopt`);
    const ours = () => second.control.ownPersons();
    // Granted, so that nothing that was given has to be watched any more.
    const isIn = async (): Promise<boolean> => {
      const { personsWithAccess, adoption } = await shown();
      return personsWithAccess === 1 && adoption.toGive === 0;
    };
    await waitFor(isIn, 'the guest there', 30_000);
    expect(await shown()).toMatchObject({ adoption: { state: 'adopted', reason: null }, persons: 1 });
    expect(await remove(id)).toBe(409);

    expect((await world.admin.post(`${path}/disable`, { reason: 'moving house' })).status).toBe(202);
    await waitFor(async () => (await shown()).persons === 0, 'everybody to be taken out', 30_000);
    expect([ours(), (await shown()).disabledAt]).toEqual([[], expect.any(String)]);
    expect(await remove(id)).toBe(204);
    // Back, it is enabled, and what was agreed holds there again.
    expect((await add()).disabledAt).toBeNull();
    await waitFor(isIn, 'the guest to be back', 30_000);

    expect((await world.admin.delete(`${path}?force=true`)).status).toBe(204);
    const given = await world.vestibule.database.dataSource.query<{ detail: { givenUp?: unknown } }[]>(
      `SELECT detail FROM audit_log WHERE action = 'hikcentral-servers.remove' AND detail ? 'givenUp'`,
    );
    expect(given.map(({ detail }) => detail.givenUp)).toEqual([
      { cardholders: 1, persons: 1, withAccess: 1, exposureEndsAt: expect.any(String) },
    ]);
    expect(ours()).toHaveLength(1);

    // Nobody forgot what was given up.
    await world.admin.post(`/visits/${visit.id}/cancel`);
    await add();
    await waitFor(async () => (await shown()).personsWithAccess === 0, 'the access to be taken', 30_000);
    const members = second.control.members(VISITORS_LEVEL);
    expect(ours().filter(({ personId }) => members.includes(personId))).toEqual([]);
    await world.admin.post(`${path}/disable`, { reason: 'gone again' });
    await waitFor(async () => (await shown()).persons === 0, 'the person to be taken out', 30_000);
    expect(await remove(id)).toBe(204);
  }, 120_000);

  it('forgets at another address what it learnt at the one before, and keeps it for another name', async () => {
    const { id } = await add();
    const { dataSource } = world.vestibule.database;
    const learnt = async (): Promise<unknown> =>
      (
        await dataSource.query<unknown[]>(
          'SELECT organisation_id, effective_limit, capabilities IS NULL AS is_unknown FROM hikcentral_servers WHERE id = $1',
          [id],
        )
      )[0];
    await waitFor(async () => (await list())[0]?.capabilities?.version === 'V3.1.0.0', 'its version');
    await dataSource.query(
      `UPDATE hikcentral_servers SET organisation_id = '7', effective_limit = 9, limit_calm_windows = 5, limit_raise_at = $2
        WHERE id = $1`,
      [id, new Date(Date.now() + 3_600_000)],
    );
    expect((await list())[0]).toMatchObject({ rateLimitCalls: 10_000, budget: { effectiveLimit: 9 } });
    await world.admin.patch(`/hikcentral-servers/${id}`, { name: 'Third' });
    expect(await learnt()).toEqual({ organisation_id: '7', effective_limit: 9, is_unknown: false });
    const moved = await world.admin.patch<Server>(`/hikcentral-servers/${id}`, {
      baseUrl: `http://127.0.0.1:${await freePort()}`,
    });
    expect(moved.body).toMatchObject({ id, capabilities: null, budget: { effectiveLimit: 10_000 } });
    expect(await learnt()).toMatchObject({ organisation_id: null, effective_limit: null });
    expect(await remove(id)).toBe(204);
  }, 30_000);

  it('says what stands in the way: nobody there, an unknown authority, another name, no HikCentral', async () => {
    const server = https.createServer(TEST_TLS, (_request, response) =>
      response.end('<html>secret upstream text</html>'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const test = async (changes: Record<string, unknown>): Promise<Test> => {
      const { id } = await add(changes);
      const verdict = await verdictOf(id);
      expect(await remove(id)).toBe(204);
      return verdict;
    };
    try {
      expect((await test({ baseUrl: `http://127.0.0.1:${await freePort()}` })).verdict).toBe('unreachable');
      expect((await test({ baseUrl: `https://127.0.0.1:${port}` })).verdict).toBe('tls_not_trusted');
      const ca = { caPem: TEST_TLS.cert };
      expect((await test({ baseUrl: `https://localhost:${port}`, ...ca })).verdict).toBe('tls_hostname_differs');
      const html = await test({ baseUrl: `https://127.0.0.1:${port}`, ...ca, appKey: '1' });
      expect(html.verdict).toBe('not_hikcentral');
      expect(JSON.stringify(html)).not.toContain('upstream');
      expect((await test({ appKey: 'nobody' })).verdict).toBe('key_unknown');
      second.control.faults.add({ kind: 'refuse', path: VERSION, code: '0x02401007', httpStatus: 403 });
      expect((await test({})).verdict).toBe('api_not_granted');
      second.control.faults.clear();
      second.control.faults.add({ kind: 'refuse', path: VERSION, code: '0x00072204' });
      expect((await test({})).verdict).toBe('licence_full');
    } finally {
      second.control.faults.clear();
      server.closeAllConnections();
      server.close();
    }
  }, 120_000);

  it('answers a repeated request as the first time, and tests once', async () => {
    const [server] = await list();
    const key = { 'idempotency-key': 'one-test' };
    const first = await world.admin.post<Test>(`/hikcentral-servers/${server!.id}/test`, {}, key);
    expect(first.status).toBe(200);
    const again = await world.admin.post<Test>(`/hikcentral-servers/${server!.id}/test`, {}, key);
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([200, first.body, 'true']);
    const { dataSource } = world.vestibule.database;
    const rows = await dataSource.query<unknown[]>('SELECT 1 FROM gateway_requests WHERE caller_key IS NOT NULL');
    expect(rows).toHaveLength(1);

    const make = { 'idempotency-key': 'one-server' };
    const made = await world.admin.post<Server>('/hikcentral-servers', described({ appKey: '42' }), make);
    const remade = await world.admin.post<Server>('/hikcentral-servers', described({ appKey: '42' }), make);
    expect([made.status, remade.status, remade.body]).toEqual([201, 201, made.body]);
    expect(remade.headers['location']).toBe(`/api/v1/hikcentral-servers/${made.body.id}`);
    expect(await remove(made.body.id)).toBe(204);
  }, 30_000);

  it('keeps its secrets: not in an answer, an audit row, or at rest', async () => {
    const made = await add({ appKey: 'AppKeyToKeep' });
    const changed = await world.admin.patch(`/hikcentral-servers/${made.id}`, { appSecret: OTHER_SECRET });
    const shown = JSON.stringify([made, changed.body, await list()]);
    const { dataSource } = world.vestibule.database;
    const audits = await dataSource.query<{ action: string }[]>(
      `SELECT action, detail FROM audit_log WHERE entity = 'hikcentral-server' AND entity_id = $1`,
      [made.id],
    );
    expect(audits.map(({ action }) => action)).toEqual(['hikcentral-servers.add', 'hikcentral-servers.change']);
    const rows = await dataSource.query<{ text: string }[]>(
      `SELECT s::text AS text FROM hikcentral_servers s UNION ALL SELECT g::text FROM gateway_requests g`,
    );
    for (const text of [shown, JSON.stringify(audits)]) {
      for (const secret of [SECRET, OTHER_SECRET, 'AppKeyToKeep']) expect(text).not.toContain(secret);
    }
    for (const { text } of rows) {
      expect(text).not.toContain(OTHER_SECRET);
      expect(text).not.toContain(Buffer.from(OTHER_SECRET).toString('hex'));
    }
    expect(await remove(made.id)).toBe(204);
  }, 30_000);

  it("takes the administrator's password write-only and sealed, another one in its place, and null for none", async () => {
    const kept = async (id: string): Promise<readonly Buffer[]> => {
      const rows = await world.vestibule.database.dataSource.query<{ password_sealed: Buffer }[]>(
        'SELECT password_sealed FROM hikcentral_deletion_passwords WHERE server_id = $1',
        [id],
      );
      return rows.map((row) => row.password_sealed);
    };
    const change = (id: string, body: object) => world.admin.patch(`/hikcentral-servers/${id}`, body);
    const server = { baseUrl: 'http://127.0.0.1:9', appKey: 'KeyOfPassword', adminPassword: SECRET };
    const made = await add(server);
    const [first] = await kept(made.id);
    const changed = await change(made.id, { adminPassword: OTHER_SECRET });
    const [other, ...more] = await kept(made.id);
    expect([changed.status, more, first!.equals(other!)]).toEqual([200, [], false]);
    for (const sealed of [first!, other!]) {
      expect(sealed.includes(SECRET) || sealed.includes(OTHER_SECRET)).toBe(false);
    }
    const audits = await world.vestibule.database.dataSource.query('SELECT * FROM audit_log');
    const shown = JSON.stringify([made, changed.body, await list(), audits]);
    expect([SECRET, OTHER_SECRET].filter((secret) => shown.includes(secret))).toEqual([]);
    await change(made.id, { name: 'Third' });
    expect(await kept(made.id)).toHaveLength(1);
    await change(made.id, { adminPassword: null });
    expect(await kept(made.id)).toEqual([]);
    await change(made.id, { adminPassword: SECRET });
    expect(await kept(made.id)).toHaveLength(1);
    expect(await remove(made.id)).toBe(204);
    expect(await kept(made.id)).toEqual([]);
  }, 30_000);
});

import { FirstAdmin } from '../../../src/modules/identity/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, call, type IdentityApp, logIn, type SignedIn, signedIn, startIdentityApp } from './identity-app.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('identity over HTTP', () => {
  let database: TestDatabase;
  let app: IdentityApp;
  let admin: SignedIn;

  beforeEach(async () => {
    database = await openTestDatabase();
    app = await startIdentityApp(database);
    admin = await logIn(app);
  });
  afterEach(async () => {
    await app.close();
    await database.close();
  });

  const me = async (headers: object): Promise<number> => (await call(app, 'GET', '/me', { ...headers })).status;
  const audited = async (): Promise<string[]> => {
    const rows: { action: string }[] = await database.dataSource.query('SELECT action FROM audit_log ORDER BY seq');
    return rows.map(({ action }) => action);
  };
  const makeUser = async (fields: object = {}): Promise<{ id: string; location: string | null }> => {
    const body = { email: 'Host@Example.org', name: 'Hanna Host', role: 'host', password: 'long enough', ...fields };
    const made = await call(app, 'POST', '/users', { ...admin.bearer, body });
    expect(made.status).toBe(201);
    return { ...(made.body as { id: string }), location: made.headers.get('location') };
  };
  const HOST = { email: 'host@EXAMPLE.org', password: 'long enough' };

  it('makes the first admin once', async () => {
    expect(app.nest.get(FirstAdmin).wasMade).toBe(true);
    const second = await startIdentityApp(database, { adminPassword: 'another password' });
    expect(second.nest.get(FirstAdmin).wasMade).toBe(false);
    expect((await call(second, 'POST', '/auth/login', { body: ADMIN })).status).toBe(200);
    await second.close();
    expect((await audited()).filter((action) => action === 'identity.make-first-admin')).toHaveLength(1);
  });

  it('signs in: a short access token, a strict cookie, and no secret of the user', async () => {
    const { status, body, headers } = await call(app, 'POST', '/auth/login', {
      body: { ...ADMIN, email: ' ADMIN@localhost' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 900,
      user: {
        id: expect.any(String),
        email: ADMIN.email,
        name: expect.any(String),
        role: 'admin',
        blocked: false,
        createdAt: '2026-06-10T08:00:00.000Z',
        updatedAt: '2026-06-10T08:00:00.000Z',
      },
    });
    expect(headers.get('set-cookie')).toMatch(
      /^vestibule=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it('sets a cookie for this host alone where the call came over HTTPS', async () => {
    const proxied = await startIdentityApp(database, { trustProxy: true, isProduction: true });
    const { headers } = await call(proxied, 'POST', '/auth/login', { body: ADMIN, 'x-forwarded-proto': 'https' });
    expect(headers.get('set-cookie')).toMatch(/^__Host-vestibule=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    await proxied.close();
  });

  it.each([
    ['a wrong password', { ...ADMIN, password: 'wrong' }],
    ['an unknown user', { email: 'nobody@example.org', password: 'wrong' }],
  ])('%s gets the same 401, and an audit row', async (_, body) => {
    const { status, body: problem, headers } = await call(app, 'POST', '/auth/login', { body });
    expect([status, problem['code'], headers.get('set-cookie')]).toEqual([401, 'INVALID_CREDENTIALS', null]);
    expect((await audited()).at(-1)).toBe('identity.log-in-failed');
  });

  it('slows guessing down for the account that is guessed at, and for nobody else', async () => {
    const wrong = { ...ADMIN, password: 'wrong' };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      statuses.push((await call(app, 'POST', '/auth/login', { body: wrong })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const right = await call(app, 'POST', '/auth/login', { body: ADMIN });
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(app, 'POST', '/auth/login', { body: HOST })).status).toBe(401);
  });

  it('shows the caller', async () => {
    const { body } = await call(app, 'GET', '/me', { ...admin.bearer });
    expect(body).toEqual({
      kind: 'user',
      id: expect.any(String),
      email: ADMIN.email,
      name: expect.any(String),
      role: 'admin',
    });
  });

  it('an access token dies after fifteen minutes, the cookie after twelve idle hours', async () => {
    await app.clock.advance(15 * MINUTE_MS - 1);
    expect(await me(admin.bearer)).toBe(200);
    await app.clock.advance(1);
    expect([await me(admin.bearer), await me(admin.cookie)]).toEqual([401, 200]);
    await app.clock.advance(12 * HOUR_MS);
    expect(await me(admin.cookie)).toBe(401);
  });

  describe('refreshing', () => {
    it('replaces both tokens, by cookie or by access token', async () => {
      const second = signedIn(await call(app, 'POST', '/auth/refresh', { ...admin.cookie }));
      expect(await me(admin.bearer)).toBe(401);
      expect([await me(second.bearer), await me(second.cookie)]).toEqual([200, 200]);
      const third = signedIn(await call(app, 'POST', '/auth/refresh', { ...second.bearer }));
      expect([await me(second.bearer), await me(third.bearer)]).toEqual([401, 200]);
    });

    it('another tab may still use the replaced cookie for half a minute, but not refresh with it', async () => {
      const second = signedIn(await call(app, 'POST', '/auth/refresh', { ...admin.cookie }));
      expect((await call(app, 'POST', '/auth/refresh', { ...admin.cookie })).status).toBe(401);
      expect([await me(admin.cookie), await me(second.cookie)]).toEqual([200, 200]);
      await app.clock.advance(31_000);
      expect([await me(admin.cookie), await me(second.cookie)]).toEqual([401, 200]);
    });

    it('a replaced cookie that comes back later ends the session for both who have it', async () => {
      const second = signedIn(await call(app, 'POST', '/auth/refresh', { ...admin.cookie }));
      await app.clock.advance(31_000);
      expect((await call(app, 'POST', '/auth/refresh', { ...admin.cookie })).status).toBe(401);
      expect([await me(second.bearer), await me(second.cookie)]).toEqual([401, 401]);
      expect((await audited()).at(-1)).toBe('identity.end-reused-session');
    });

    it('needs our own header beside the cookie', async () => {
      const { status, body } = await call(app, 'POST', '/auth/refresh', { cookie: admin.cookie.cookie });
      expect([status, body['code']]).toEqual([403, 'CSRF_HEADER_MISSING']);
    });

    it('never carries a session past a week', async () => {
      let session = admin;
      for (let hours = 0; hours < 7 * 24; hours += 11) {
        session = signedIn(await call(app, 'POST', '/auth/refresh', { ...session.cookie }));
        await app.clock.advance(11 * HOUR_MS);
      }
      expect(await me(session.cookie)).toBe(401);
    });

    it('eight at once: one succeeds, and the session lives', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => call(app, 'POST', '/auth/refresh', { ...admin.cookie })),
      );
      const good = answers.filter(({ status }) => status === 200);
      expect(good).toHaveLength(1);
      expect(await me(signedIn(good[0]!).bearer)).toBe(200);
    });
  });

  it('logging out ends both tokens from the next request on', async () => {
    const other = await logIn(app);
    const { status, headers } = await call(app, 'POST', '/auth/logout', { ...admin.cookie });
    expect([status, headers.get('set-cookie')]).toEqual([200, expect.stringContaining('vestibule=;')]);
    expect([await me(admin.bearer), await me(admin.cookie), await me(other.bearer)]).toEqual([401, 401, 200]);
  });

  describe('users', () => {
    it('are made once per address, whatever its spelling', async () => {
      const user = await makeUser();
      expect(user).toMatchObject({ email: 'Host@Example.org', role: 'host', location: `/api/v1/users/${user.id}` });
      expect(JSON.stringify(user)).not.toMatch(/password|argon/i);
      const body = { email: 'HOST@example.org', name: 'Other', role: 'host', password: 'long enough' };
      const twice = await call(app, 'POST', '/users', { ...admin.bearer, body });
      expect([twice.status, twice.body['code']]).toEqual([409, 'EMAIL_TAKEN']);
    });

    it('get a new role, a block and a new password from the next request on', async () => {
      const { id } = await makeUser();
      const host = await logIn(app, HOST);
      const users = async (): Promise<number> => (await call(app, 'GET', '/users', { ...host.bearer })).status;
      expect(await users()).toBe(403);
      await call(app, 'PATCH', `/users/${id}`, { ...admin.bearer, body: { role: 'admin' } });
      expect(await users()).toBe(200);
      await call(app, 'PATCH', `/users/${id}`, { ...admin.bearer, body: { blocked: true } });
      expect(await users()).toBe(401);
      expect((await call(app, 'POST', '/auth/login', { body: HOST })).status).toBe(401);
      await call(app, 'PATCH', `/users/${id}`, { ...admin.bearer, body: { blocked: false } });
      expect(await users()).toBe(401);
      const again = await logIn(app, HOST);
      await call(app, 'PATCH', `/users/${id}`, { ...admin.bearer, body: { password: 'another one' } });
      expect([await me(again.bearer), await me(again.cookie)]).toEqual([401, 401]);
      expect((await call(app, 'POST', '/auth/login', { body: { ...HOST, password: 'another one' } })).status).toBe(200);
    });

    it('the last admin stays one, also when two try to go at once', async () => {
      const { body: own } = await call(app, 'GET', '/me', { ...admin.bearer });
      const alone = await call(app, 'PATCH', `/users/${String(own['id'])}`, {
        ...admin.bearer,
        body: { blocked: true },
      });
      expect([alone.status, alone.body['code']]).toEqual([409, 'LAST_ADMIN']);
      const { id } = await makeUser({ role: 'admin' });
      const both = await Promise.all(
        [String(own['id']), id].map((each) =>
          call(app, 'PATCH', `/users/${each}`, { ...admin.bearer, body: { role: 'host' } }),
        ),
      );
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('are listed newest first, page by page', async () => {
      for (const name of ['a', 'b', 'c']) await makeUser({ email: `${name}@example.org`, name });
      const first = await call(app, 'GET', '/users?limit=2', { ...admin.bearer });
      expect(first.body['items']).toEqual([
        expect.objectContaining({ name: 'c' }),
        expect.objectContaining({ name: 'b' }),
      ]);
      const rest = await call(app, 'GET', `/users?limit=2&cursor=${String(first.body['nextCursor'])}`, {
        ...admin.bearer,
      });
      expect(rest.body).toEqual({
        items: [expect.objectContaining({ name: 'a' }), expect.objectContaining({ email: ADMIN.email })],
        nextCursor: null,
      });
    });

    it.each([
      ['GET', '/users?cursor=tampered', undefined, 400, 'INVALID_CURSOR'],
      ['POST', '/users', { email: 'x', name: '', role: 'king', password: 'short', extra: 1 }, 400, 'INVALID_INPUT'],
      ['PATCH', '/users/019a9f6e-6f1c-7a52-8f4e-0123456789ab', { name: 'x' }, 404, 'USER_NOT_FOUND'],
      ['PATCH', '/users/1', { name: 'x' }, 404, 'NOT_FOUND'],
      ['DELETE', '/api-keys/019a9f6e-6f1c-7a52-8f4e-0123456789ab', undefined, 404, 'API_KEY_NOT_FOUND'],
    ])('%s %s is refused', async (method, path, body, status, code) => {
      const answer = await call(app, method, path, { ...admin.bearer, ...(body && { body }) });
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });
  });

  describe('API keys', () => {
    const make = (headers: object = {}): ReturnType<typeof call> =>
      call(app, 'POST', '/api-keys', { ...admin.bearer, ...headers, body: { name: 'Kiosk', role: 'admin' } });

    it('are shown once, work until revoked, and are never listed with their secret', async () => {
      const { status, body, headers } = await make();
      expect([status, headers.get('location')]).toEqual([201, `/api/v1/api-keys/${String(body['id'])}`]);
      const key = { 'x-api-key': body['key'] as string };
      expect((await call(app, 'GET', '/me', key)).body).toEqual({
        kind: 'api-key',
        id: body['id'],
        email: null,
        name: 'Kiosk',
        role: 'admin',
      });
      const list = await call(app, 'GET', '/api-keys', key);
      expect(list.body['items']).toEqual([
        { id: body['id'], name: 'Kiosk', role: 'admin', createdAt: body['createdAt'], revokedAt: null },
      ]);
      expect((await call(app, 'DELETE', `/api-keys/${String(body['id'])}`, { ...admin.bearer })).status).toBe(204);
      expect(await me(key)).toBe(401);
    });

    it('a replayed answer holds no key, nor does the database', async () => {
      const first = await make({ 'idempotency-key': 'once' });
      const again = await make({ 'idempotency-key': 'once' });
      expect([again.status, again.headers.get('location')]).toEqual([201, first.headers.get('location')]);
      expect(again.body).toEqual({ ...first.body, key: null });
      const rows = await database.dataSource.query('SELECT * FROM api_keys');
      expect(JSON.stringify(rows)).not.toContain(first.body['key']);
    });
  });

  it('writes exactly one audit row for each mutating action', async () => {
    const { id } = await makeUser();
    await call(app, 'PATCH', `/users/${id}`, { ...admin.bearer, body: { name: 'Else' } });
    const { body: key } = await call(app, 'POST', '/api-keys', {
      ...admin.bearer,
      body: { name: 'k', role: 'security' },
    });
    await call(app, 'DELETE', `/api-keys/${String(key['id'])}`, { ...admin.bearer });
    const next = signedIn(await call(app, 'POST', '/auth/refresh', { ...admin.bearer }));
    await call(app, 'POST', '/auth/logout', { ...next.bearer });
    expect(await audited()).toEqual([
      'identity.make-first-admin',
      'identity.log-in',
      'identity.create-user',
      'identity.change-user',
      'identity.create-api-key',
      'identity.revoke-api-key',
      'identity.refresh-session',
      'identity.log-out',
    ]);
  });

  it('keeps no token, key or password in readable form', async () => {
    await makeUser();
    const tables = await Promise.all(
      ['users', 'sessions', 'audit_log', 'idempotency_keys'].map((table) =>
        database.dataSource.query(`SELECT row_to_json(t)::text AS row FROM ${table} t`),
      ),
    );
    const stored = JSON.stringify(tables);
    for (const secret of [
      ADMIN.password,
      'long enough',
      admin.bearer.authorization.slice(7),
      admin.cookie.cookie.slice(10),
    ]) {
      expect(stored).not.toContain(secret);
    }
  });
});

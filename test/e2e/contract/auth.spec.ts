import { ApiCaller } from '../../support/api-caller.js';
import { ADMIN } from '../../support/vestibule.js';
import { type ContractWorld, makeUser, openContractWorld, PASSWORD } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';

interface Session {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly user: { readonly id: string };
}

describe('sessions and users', () => {
  let world: ContractWorld;
  beforeAll(async () => {
    world = await openContractWorld();
  });
  afterAll(() => world.close());

  const me = async (caller: ApiCaller) => (await caller.get('/me')).status;
  const bearer = (token: string) => new ApiCaller(world.baseUrl, { authorization: `Bearer ${token}` });

  it('a login answers with a token, its seconds and the user, and sets a cookie that no script reads', async () => {
    const { status, body, headers } = await world.stranger.post<Session>('/auth/login', ADMIN);
    expect([status, Object.keys(body)]).toEqual([200, ['accessToken', 'expiresIn', 'user']]);
    expect(body.expiresIn).toBeGreaterThan(0);
    expect(body.user).toMatchObject({ email: ADMIN.email, role: 'admin', blocked: false });
    expect(JSON.stringify(body)).not.toMatch(/password|hash/i);
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
    expect(await me(bearer(body.accessToken))).toBe(200);
  });

  it('whatever is wrong with a login is told in the same words', async () => {
    const answers = await Promise.all(
      [
        { ...ADMIN, password: 'wrong' },
        { ...ADMIN, email: 'nobody@example.com' },
      ].map((credentials) => world.stranger.post('/auth/login', credentials)),
    );
    const problems = answers.map((answer) => ({ ...expectProblem(answer), traceId: '' }));
    expect(problems[0]).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
    expect(problems[1]).toEqual(problems[0]);
  });

  it('a refresh replaces the token', async () => {
    const { body: first } = await world.stranger.post<Session>('/auth/login', ADMIN);
    const { status, body: second } = await bearer(first.accessToken).post<Session>('/auth/refresh');
    expect(status).toBe(200);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect([await me(bearer(first.accessToken)), await me(bearer(second.accessToken))]).toEqual([401, 200]);
  });

  it('a logout holds from the next request on', async () => {
    const caller = await ApiCaller.login(world.baseUrl, ADMIN.email, ADMIN.password);
    expect(await me(caller)).toBe(200);
    expect((await caller.post('/auth/logout')).status).toBe(200);
    expect(await me(caller)).toBe(401);
    expect(expectProblem(await caller.post('/auth/refresh')).status).toBe(401);
  });

  it('the cookie alone reads, and changes nothing without the header that only our page can set', async () => {
    const { headers } = await world.stranger.post('/auth/login', ADMIN);
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
    expect((await world.stranger.get('/visits', { cookie })).status).toBe(200);
    const forged = await world.stranger.post('/visits', {}, { cookie });
    expect(expectProblem(forged)).toMatchObject({ status: 403, code: 'CSRF_HEADER_MISSING' });
    expect((await world.stranger.post('/visits', {}, { cookie, 'x-requested-with': 'web' })).status).toBe(400);
    const foreign = { cookie, 'x-requested-with': 'web', 'sec-fetch-site': 'cross-site' };
    expect((await world.stranger.post('/visits', {}, foreign)).status).toBe(403);
  });

  it('another role, a block and another password hold from the next request on', async () => {
    const id = await makeUser(world.admin, 'changing@example.com', 'auditor');
    const caller = await ApiCaller.login(world.baseUrl, 'changing@example.com', PASSWORD);
    expect((await caller.post('/visits', {})).status).toBe(403);
    expect((await world.admin.patch(`/users/${id}`, { role: 'reception' })).status).toBe(200);
    expect((await caller.post('/visits', {})).status).toBe(400);
    expect((await world.admin.patch(`/users/${id}`, { blocked: true })).status).toBe(200);
    expect(await me(caller)).toBe(401);
    const login = { email: 'changing@example.com', password: PASSWORD };
    expect((await world.stranger.post('/auth/login', login)).status).toBe(401);
    await world.admin.patch(`/users/${id}`, { blocked: false });
    expect(await me(caller)).toBe(401);
    const back = await ApiCaller.login(world.baseUrl, login.email, PASSWORD);
    await world.admin.patch(`/users/${id}`, { password: 'another good one' });
    expect(await me(back)).toBe(401);
    expect(await me(await ApiCaller.login(world.baseUrl, login.email, 'another good one'))).toBe(200);
  });

  it('an address has one user, and the last admin stays one', async () => {
    await makeUser(world.admin, 'twice@example.com', 'auditor');
    const user = { email: 'Twice@Example.com', name: 'Twice', role: 'auditor', password: PASSWORD };
    expect(expectProblem(await world.admin.post('/users', user)).status).toBe(409);
    const { body } = await world.admin.get<{ id: string }>('/me');
    for (const change of [{ blocked: true }, { role: 'auditor' }]) {
      expect(expectProblem(await world.admin.patch(`/users/${body.id}`, change)).status).toBe(409);
    }
  });

  it('a key is shown once, also when its making is asked for again', async () => {
    const key = { 'idempotency-key': 'one-key' };
    const made = await world.admin.post<{ id: string; key: string }>('/api-keys', { name: 'K', role: 'auditor' }, key);
    const again = await world.admin.post('/api-keys', { name: 'K', role: 'auditor' }, key);
    expect([made.status, again.status, again.body]).toEqual([201, 201, { ...made.body, key: null }]);
    expect(JSON.stringify((await world.admin.get('/api-keys')).body)).not.toContain(made.body.key);
    const rows: unknown = await world.vestibule.database.dataSource.query('SELECT * FROM api_keys');
    expect(JSON.stringify(rows)).not.toContain(made.body.key);
  });

  it('guessing is slowed down, with the seconds to wait', async () => {
    const body = JSON.stringify({ email: 'guessed@example.com', password: 'wrong' });
    const headers = { 'content-type': 'application/json' };
    let answer = await sendRaw(world.baseUrl, { method: 'POST', path: '/api/v1/auth/login', headers, body });
    for (let tries = 0; tries < 20 && answer.status === 401; tries += 1) {
      answer = await sendRaw(world.baseUrl, { method: 'POST', path: '/api/v1/auth/login', headers, body });
    }
    expect(expectProblem(answer)).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

import { type Role, ROLES } from '../../../src/contracts/permissions.js';
import { announce, visitRequest } from '../../support/visit-steps.js';
import { ApiCaller } from '../../support/api-caller.js';
import { ADMIN as ADMIN_USER } from '../../support/vestibule.js';
import { aFace } from '../../support/a-face.js';
import { type ContractWorld, emailOf, openContractWorld, PASSWORD } from './support/contract-world.js';
import { type Document, operationsOf } from './support/document.js';
import { expectProblem, type ProblemBody } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';

const NOBODY = '0190a0a0-0000-7000-8000-000000000000';

/** `own`: what is another host's is 404 to a host. */
type Right = 'all' | 'own' | 'none';
type Rights = readonly [admin: Right, security: Right, reception: Right, host: Right, auditor: Right];

const EVERYBODY: Rights = ['all', 'all', 'all', 'all', 'all'];
const READ_VISITS: Rights = ['all', 'all', 'all', 'own', 'all'];
const WRITE_VISITS: Rights = ['all', 'none', 'all', 'own', 'none'];
const MERGE_GUESTS: Rights = ['all', 'none', 'all', 'none', 'none'];
const BY_HAND: Rights = ['all', 'all', 'all', 'none', 'none'];
const READ_CARDHOLDERS: Rights = ['all', 'all', 'all', 'none', 'all'];
const RECONCILE: Rights = ['all', 'none', 'all', 'none', 'none'];
const REVOKE: Rights = ['all', 'all', 'none', 'none', 'none'];
const OPEN_DOORS: Rights = ['all', 'all', 'none', 'none', 'none'];
const READ_PASSAGES: Rights = ['all', 'all', 'all', 'none', 'all'];
const LIVE: Rights = ['all', 'all', 'all', 'own', 'all'];
const HANDLE_INCIDENTS: Rights = ['all', 'all', 'none', 'none', 'none'];
const READ_DRIFT_CHECKS: Rights = ['all', 'none', 'none', 'none', 'all'];
const ADMIN: Rights = ['all', 'none', 'none', 'none', 'none'];

/** Every route that is not public: the table of roles of the contract, cell by cell. */
const TABLE: readonly (readonly [call: string, rights: Rights])[] = [
  ['GET /me', EVERYBODY],
  ['POST /auth/logout', EVERYBODY],
  ['GET /users', ADMIN],
  ['POST /users', ADMIN],
  ['PATCH /users/{id}', ADMIN],
  ['GET /api-keys', ADMIN],
  ['POST /api-keys', ADMIN],
  ['DELETE /api-keys/{id}', ADMIN],
  ['GET /hikcentral-servers', ADMIN],
  ['POST /hikcentral-servers', ADMIN],
  ['PATCH /hikcentral-servers/{id}', ADMIN],
  ['DELETE /hikcentral-servers/{id}', ADMIN],
  ['POST /hikcentral-servers/{id}/test', ADMIN],
  ['POST /hikcentral-servers/{id}/adopt', ADMIN],
  ['POST /hikcentral-servers/{id}/disable', ADMIN],
  ['POST /hikcentral-servers/{id}/enable', ADMIN],
  ['POST /visits', WRITE_VISITS],
  ['GET /visits', READ_VISITS],
  ['GET /visits/{id}', READ_VISITS],
  ['PATCH /visits/{id}', WRITE_VISITS],
  ['PUT /visits/{id}/photo', WRITE_VISITS],
  ['GET /visits/{id}/photo', READ_VISITS],
  ['DELETE /visits/{id}/photo', WRITE_VISITS],
  ['POST /visits/{id}/cancel', WRITE_VISITS],
  ['POST /visits/{id}/check-in', BY_HAND],
  ['POST /visits/{id}/check-out', BY_HAND],
  ['GET /visits/{id}/timeline', READ_VISITS],
  ['GET /visits/{id}/readiness', READ_VISITS],
  ['GET /guests/{id}', READ_VISITS],
  ['POST /guests/{id}/merge', MERGE_GUESTS],
  ['GET /access-levels', EVERYBODY],
  ['GET /cardholders', READ_CARDHOLDERS],
  ['GET /cardholders/{id}', READ_CARDHOLDERS],
  ['GET /cardholders/{id}/levels', READ_CARDHOLDERS],
  ['POST /cardholders/{id}/reconcile', RECONCILE],
  ['POST /cardholders/{id}/revoke', REVOKE],
  ['POST /cardholders/{id}/resume', REVOKE],
  ['POST /cardholders/{id}/restore', ADMIN],
  ['POST /drift-checks', ADMIN],
  ['GET /drift-checks', READ_DRIFT_CHECKS],
  ['GET /drift-checks/{id}', READ_DRIFT_CHECKS],
  ['POST /drift-checks/{id}/approve', ADMIN],
  ['GET /passages', READ_PASSAGES],
  ['GET /passages/watermark', READ_PASSAGES],
  ['GET /passages/{id}/picture', READ_PASSAGES],
  ['GET /on-site', READ_PASSAGES],
  ['GET /on-site.csv', READ_PASSAGES],
  ['GET /on-site.html', READ_PASSAGES],
  ['GET /stats', READ_PASSAGES],
  ['GET /live', LIVE],
  ['GET /incidents', READ_PASSAGES],
  ['GET /incidents/{id}', READ_PASSAGES],
  ['POST /incidents/{id}/take', HANDLE_INCIDENTS],
  ['POST /incidents/{id}/close', HANDLE_INCIDENTS],
  ['GET /doors', READ_PASSAGES],
  ['PUT /doors/{id}', ADMIN],
  ['POST /doors/{id}/open', OPEN_DOORS],
];

const CELLS = TABLE.flatMap(([call, rights]) => ROLES.map((role, index) => [role, call, rights[index]!] as const));

describe('who may do what', () => {
  let world: ContractWorld;
  let othersVisitId: string;

  beforeAll(async () => {
    world = await openContractWorld();
    othersVisitId = (await announce(world.admin)).id;
  });
  afterAll(() => world.close());

  /** With nothing in the body, and ids that nobody has: what matters is who is let through to be told so. */
  function call(name: string, authorization: string) {
    const [method = '', path = ''] = name.split(' ');
    const id = path.startsWith('/visits') ? othersVisitId : NOBODY;
    const url = `/api/v1${path.replace('{id}', id)}`;
    return sendRaw(world.baseUrl, { method, path: url, headers: { ...(authorization && { authorization }) } });
  }

  const loggedInAgain = (role: Role) =>
    ApiCaller.login(world.baseUrl, emailOf(role), role === 'admin' ? ADMIN_USER.password : PASSWORD);

  it('the table has every route', async () => {
    const document = (await (await fetch(`${world.baseUrl}/api/openapi.json`)).json()) as Document;
    const guarded = operationsOf(document).filter(({ operation }) => !('x-public' in operation));
    const calls = guarded.map(({ method, path }) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`);
    expect(calls.sort()).toEqual(TABLE.map(([name]) => name).sort());
  });

  it.each(TABLE)('%s is for nobody without credentials', async (name) => {
    for (const authorization of ['', 'Bearer wrong', 'Basic YTpi']) {
      const answer = await call(name, authorization);
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expectProblem(answer);
    }
  });

  it.each(CELLS)('%s: %s is allowed: %s', async (role, name, right) => {
    // A logout would end the caller of the cells to come.
    const { authorization } = name === 'POST /auth/logout' ? await loggedInAgain(role) : world.as(role);
    const answer = await call(name, authorization);
    const isOfOneVisit = name.includes('/visits/{id}');
    if (right === 'none') expect([answer.status, expectProblem(answer).code]).toEqual([403, 'FORBIDDEN']);
    else if (right === 'own' && isOfOneVisit) expect(answer.status).toBe(404);
    else expect([401, 403, 500]).not.toContain(answer.status);
    if (right === 'own' && isOfOneVisit) expect(expectProblem(answer).code).toBe('VISIT_NOT_FOUND');
  });

  describe('a host', () => {
    const own = { name: 'A Host', email: emailOf('host') };

    it('has own visits, whatever the case of the address', async () => {
      const host = world.as('host');
      const { status, body } = await host.post<{ id: string }>(
        '/visits',
        visitRequest({ host: { ...own, email: 'Host@Example.COM' }, guest: { fullName: 'Own Guest' } }),
      );
      expect(status).toBe(201);
      for (const path of ['', '/timeline', '/readiness']) {
        expect((await host.get(`/visits/${body.id}${path}`)).status).toBe(200);
      }
      const photo = await host.put(`/visits/${body.id}/photo`, await aFace(), { 'content-type': 'image/jpeg' });
      expect(photo.status).toBe(200);
      expect((await host.patch(`/visits/${body.id}`, { purpose: 'Other' })).status).toBe(200);
      expect((await host.get(`/visits/${body.id}/photo`)).status).toBe(200);
      expect((await host.delete(`/visits/${body.id}/photo`)).status).toBe(200);
      expect((await host.post(`/visits/${body.id}/cancel`)).status).toBe(200);
    });

    it('lists own visits alone', async () => {
      const listed = (await world.as('host').get<{ items: { host: { email: string } }[] }>('/visits')).body.items;
      expect(listed.map(({ host }) => host.email.toLowerCase())).toEqual([emailOf('host')]);
      const asked = await world.as('host').get<{ items: unknown[] }>('/visits?host=lind@example.com');
      expect([asked.status, asked.body.items]).toEqual([200, []]);
    });

    it('may not name another host: 403', async () => {
      const host = world.as('host');
      const refused = await host.post<ProblemBody>('/visits', visitRequest());
      expect([refused.status, expectProblem(refused).code]).toEqual([403, 'FOREIGN_HOST']);
      const mine = await announce(host, { host: own, guest: { fullName: 'Another Guest' } });
      const given = await host.patch<ProblemBody>(`/visits/${mine.id}`, { host: { email: 'lind@example.com' } });
      expect([given.status, expectProblem(given).code]).toEqual([403, 'FOREIGN_HOST']);
    });
  });

  it('an API key has the rights of its role, until it is taken away', async () => {
    for (const role of ['security', 'reception', 'auditor', 'admin'] satisfies Role[]) {
      const made = await world.admin.post<{ id: string; key: string }>('/api-keys', { name: role, role });
      const headers = { 'x-api-key': made.body.key };
      const write = await world.stranger.post('/visits', {}, headers);
      expect([role, write.status]).toEqual([role, role === 'reception' || role === 'admin' ? 400 : 403]);
      expect((await world.stranger.get('/visits', headers)).status).toBe(200);
      expect((await world.admin.delete(`/api-keys/${made.body.id}`)).status).toBe(204);
      expect((await world.stranger.get('/visits', headers)).status).toBe(401);
    }
    expect((await world.admin.post('/api-keys', { name: 'host', role: 'host' })).status).toBe(400);
  });
});

import { connect } from 'node:net';
import { announce } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';
import { type RawAnswer, sendRaw } from './support/send-raw.js';
import { tracesIn } from './support/traces.js';
import { untilKnown } from './support/until-known.js';

const VISIT = 'open-visit';

const LISTS = [
  '/visits',
  '/passages',
  '/doors',
  '/cardholders',
  '/users',
  '/api-keys',
  `/visits/${VISIT}/timeline`,
  '/hikcentral-servers',
];

const cursorOf = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Queries that every list refuses, and where the fault is; null: the cursor as such. */
const OF_ANY_LIST: readonly (readonly [query: string, pointer: string | null])[] = [
  ...['0', '-1', '201', '1.5', '1e2', '0x10', '', '%20', 'ten', 'null', '9'.repeat(400), '%00', '1%002'].map(
    (limit) => [`limit=${limit}`, '/limit'] as const,
  ),
  ['limit=1&limit=2', '/limit'],
  ['limit[]=1', '/limit[]'],
  ['limit[$gt]=1', '/limit[$gt]'],
  ['colour=red', '/colour'],
  ['Limit=1', '/Limit'],
  ['__proto__=1', '/__proto__'],
  ['constructor=1', '/constructor'],
  ['a%2Fb=1', '/a~1b'],
  ['%00=1', '/\u0000'],
  ['cursor=a&cursor=b', '/cursor'],
  ['cursor=%00', '/cursor'],
  [`cursor=${'x'.repeat(1_025)}`, '/cursor'],
  ...[
    'abc',
    'null',
    '%7B%7D',
    'W10',
    cursorOf([]),
    cursorOf(null),
    cursorOf({}),
    cursorOf(['x']),
    cursorOf(['2030-01-01T00:00:00.000Z', 'x']),
    cursorOf(['not a time', '0190a0a0-0000-7000-8000-000000000000']),
    cursorOf(["'; DROP TABLE visits; --"]),
    cursorOf(['a\u0000', 'b\u0000', 'c\u0000']),
    cursorOf([1e308, 1e308, 1e308]),
    cursorOf(Array.from({ length: 100 }, () => 1)),
    `${cursorOf([1])}=`,
  ].map((cursor) => [`cursor=${cursor}`, null] as const),
];

const TIMES = ['yesterday', '2030-05-01', '2030-05-01T09:00:00', '2030-02-30T09:00:00Z', '', '%00', '1900000000'];
const timed = (path: string) =>
  ['from', 'to'].flatMap((name) => TIMES.map((time) => [`${path}?${name}=${time}`, `/${name}`] as const));

const OF_ONE_LIST: readonly (readonly [path: string, pointer: string])[] = [
  ...timed('/visits'),
  ...timed('/passages'),
  ['/visits?status=gone', '/status/0'],
  ['/visits?status=expected&status=gone', '/status/1'],
  ['/visits?status=expected&status=expected', '/status'],
  ['/visits?status=%00', '/status/0'],
  ['/visits?status=', '/status/0'],
  ['/visits?kind=pet', '/kind'],
  ['/visits?kind=guest&kind=student', '/kind'],
  ['/visits?host=nobody', '/host'],
  ['/visits?host=a%00b@example.com', '/host'],
  ['/visits?accessStatus=open', '/accessStatus'],
  ['/visits?q=a%00b', '/q'],
  [`/visits?q=${'x'.repeat(201)}`, '/q'],
  ['/visits?q=a&q=b', '/q'],
  ['/passages?visitId=seven', '/visitId'],
  ['/passages?visitId=%00', '/visitId'],
  ['/passages?doorId=', '/doorId'],
  ['/passages?doorId=%00', '/doorId'],
  [`/passages?doorId=${'1'.repeat(65)}`, '/doorId'],
  ['/passages?direction=up', '/direction'],
  ['/passages?result=maybe', '/result'],
  ['/cardholders?status=gone', '/status'],
  ['/cardholders?attention=yes', '/attention'],
  ['/cardholders?attention=1', '/attention'],
];

const IDS = [
  'seven',
  '%00',
  '0',
  '..%2F..',
  '%2e%2e',
  "1'--",
  '0190a0a0-0000-7000-8000-00000000000g',
  '%F0%9F%98%80',
  '*',
  '%20',
  'x'.repeat(90),
];
const OF_ONE_THING: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/visits/{id}'],
  ['PATCH', '/visits/{id}'],
  ['GET', '/visits/{id}/photo'],
  ['DELETE', '/visits/{id}/photo'],
  ['GET', '/visits/{id}/timeline'],
  ['GET', '/visits/{id}/readiness'],
  ['POST', '/visits/{id}/cancel'],
  ['POST', '/visits/{id}/check-in'],
  ['POST', '/visits/{id}/check-out'],
  ['GET', '/cardholders/{id}'],
  ['POST', '/cardholders/{id}/reconcile'],
  ['POST', '/cardholders/{id}/restore'],
  ['GET', '/drift-checks/{id}'],
  ['POST', '/drift-checks/{id}/approve'],
  ['DELETE', '/api-keys/{id}'],
  ['PATCH', '/users/{id}'],
  ['PATCH', '/hikcentral-servers/{id}'],
  ['DELETE', '/hikcentral-servers/{id}'],
  ['POST', '/hikcentral-servers/{id}/test'],
];

describe('addresses and headers that are wrong', () => {
  let world: ContractWorld;
  let visitId: string;

  beforeAll(async () => {
    world = await openContractWorld();
    visitId = (await announce(world.admin)).id;
    await untilKnown(world, 1);
  });
  afterAll(() => world.close());

  function send(method: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const { authorization } = world.admin;
    const url = `/api/v1${path.replace(VISIT, visitId)}`;
    return sendRaw(world.baseUrl, { method, path: url, headers: { authorization, ...headers } });
  }

  describe.each(LISTS)('GET %s', (list) => {
    it.each(OF_ANY_LIST)('refuses ?%s', async (query, pointer) => {
      const problem = expectProblem(await send('GET', `${list}?${query}`));
      expect(problem.status).toBe(400);
      if (pointer === null) expect(problem.code).toBe('INVALID_CURSOR');
      else expect(problem.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    });
  });

  it.each(OF_ONE_LIST)('GET %s is refused', async (path, pointer) => {
    const problem = expectProblem(await send('GET', path));
    expect([problem.status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it.each(OF_ONE_THING)('%s %s: an id that cannot be is not there', async (method, path) => {
    const before = await tracesIn(world.vestibule);
    for (const id of IDS) {
      const answer = await send(method, path.replace('{id}', id));
      expect([id, expectProblem(answer).status]).toEqual([id, 404]);
    }
    expect(await tracesIn(world.vestibule)).toEqual(before);
  });

  it.each(['/api/v1/%', '/api/v1/visits/%zz', '/api/v1/visits/%ff', '/%', '/api/v1/nothing', '/api/v2/visits', '//'])(
    'GET %s is refused as a problem',
    async (path) => {
      const { authorization } = world.admin;
      const answer = await sendRaw(world.baseUrl, { method: 'GET', path, headers: { authorization } });
      expect([400, 404]).toContain(expectProblem(answer).status);
    },
  );

  it('another method is 405 and says which there are', async () => {
    const answer = await send('DELETE', '/visits');
    expect([expectProblem(answer).status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
  });

  it.each(['3', 'W/"3"', '"x"', '""', '"-1"', '"1.0"', '"9999999999"', '"1", "2"', ';'])(
    'If-Match: %s is refused',
    async (version) => {
      const before = await tracesIn(world.vestibule);
      for (const verb of ['cancel', 'check-in', 'check-out']) {
        const answer = await send('POST', `/visits/${VISIT}/${verb}`, { 'if-match': version });
        expect([expectProblem(answer).status, verb]).toEqual([400, verb]);
      }
      expect(await tracesIn(world.vestibule)).toEqual(before);
    },
  );

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'a,b c', '\u00e9'])('Idempotency-Key: "%s" is refused', async (key) => {
    const before = await tracesIn(world.vestibule);
    const answer = await send('POST', `/visits/${VISIT}/cancel`, { 'idempotency-key': key });
    expect(expectProblem(answer)).toMatchObject({ status: 400, code: 'INVALID_IDEMPOTENCY_KEY' });
    expect(await tracesIn(world.vestibule)).toEqual(before);
  });

  it('credentials of any length and shape are 401', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${'x'.repeat(8_000)}`,
      'Bearer a b',
      'é',
      "Bearer ';--",
    ]) {
      expect(expectProblem(await send('GET', '/visits', { authorization })).status).toBe(401);
    }
  });

  it.each([
    ['what is no HTTP', 'nonsense\r\n\r\n', '400'],
    ['headers without an end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['two lengths', 'POST /api/v1/visits HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', '400'],
  ])('%s is answered as a problem too', async (_, sent, status) => {
    const answer = await overSocket(sent);
    expect(answer.split(' ')[1]).toBe(status);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status: Number(status) });
  });

  function overSocket(sent: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(world.vestibule.running.port, '127.0.0.1', () => socket.write(sent));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
  }
});

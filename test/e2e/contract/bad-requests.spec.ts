import { announce } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';
import { type RawAnswer, type RawRequest, sendRaw } from './support/send-raw.js';
import { tracesIn } from './support/traces.js';
import { untilKnown } from './support/until-known.js';

const VISIT = 'open-visit';
const NOBODY = '0190a0a0-0000-7000-8000-000000000000';
const DEEP = 100_000;
const MIB = 1_048_576;

/** Every route that takes JSON. */
const WITH_BODY: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/visits'],
  ['PATCH', `/visits/${VISIT}`],
  ['PUT', '/doors/1'],
  ['POST', '/users'],
  ['PATCH', `/users/${NOBODY}`],
  ['POST', '/api-keys'],
  ['POST', '/auth/login'],
];

/** Every route that changes something and takes nothing. */
const WITHOUT_BODY: readonly (readonly [method: string, path: string])[] = [
  ['POST', `/visits/${VISIT}/cancel`],
  ['POST', `/visits/${VISIT}/check-in`],
  ['POST', `/visits/${VISIT}/check-out`],
  ['DELETE', `/visits/${VISIT}/photo`],
  ['POST', `/cardholders/${NOBODY}/reconcile`],
  ['POST', `/cardholders/${NOBODY}/restore`],
  ['POST', '/drift-checks'],
  ['POST', `/drift-checks/${NOBODY}/approve`],
  ['DELETE', `/api-keys/${NOBODY}`],
  ['POST', '/auth/logout'],
  ['POST', '/auth/refresh'],
];

const JSON_TYPE = { 'content-type': 'application/json' };

type Sent = Pick<RawRequest, 'body' | 'headers' | 'isChunked'>;
type Case = [name: string, sent: Sent, ...statuses: number[]];

/** What is no JSON object, on the way to routes that take one: name, request, statuses. */
const BODIES: readonly Case[] = [
  ['a list', { headers: JSON_TYPE, body: '[]' }, 400],
  ['a list of objects', { headers: JSON_TYPE, body: '[{}]' }, 400],
  ['null', { headers: JSON_TYPE, body: 'null' }, 400],
  ['a text', { headers: JSON_TYPE, body: '"visit"' }, 400],
  ['a number', { headers: JSON_TYPE, body: '7' }, 400],
  ['true', { headers: JSON_TYPE, body: 'true' }, 400],
  ['half an object', { headers: JSON_TYPE, body: '{"kind": "guest"' }, 400],
  ['two objects', { headers: JSON_TYPE, body: '{}{}' }, 400],
  ['a comma too many', { headers: JSON_TYPE, body: '{"kind": "guest",}' }, 400],
  ['single quotes', { headers: JSON_TYPE, body: "{'kind': 'guest'}" }, 400],
  ['NaN', { headers: JSON_TYPE, body: '{"kind": NaN}' }, 400],
  ['blanks', { headers: JSON_TYPE, body: '  ' }, 400],
  ['a byte order mark alone', { headers: JSON_TYPE, body: Buffer.from([0xef, 0xbb, 0xbf]) }, 400],
  ['bytes that are no UTF-8', { headers: JSON_TYPE, body: Buffer.from('{"purpose":"a\xff"}', 'latin1') }, 400],
  [
    'bytes that are no UTF-8, in chunks',
    { headers: JSON_TYPE, body: Buffer.from('{"purpose":"a\xff\xfe"}', 'latin1'), isChunked: true },
    400,
  ],
  [
    'a surrogate written in UTF-8, in chunks',
    { headers: JSON_TYPE, body: Buffer.from('{"purpose":"\xed\xa0\x80"}', 'latin1'), isChunked: true },
    400,
  ],
  ['UTF-16', { headers: JSON_TYPE, body: Buffer.from('{"purpose":"a"}', 'utf16le') }, 400],
  ['a raw control character', { headers: JSON_TYPE, body: '{"purpose":"a\u0001"}' }, 400],
  ['__proto__', { headers: JSON_TYPE, body: '{"__proto__":{"role":"admin"}}' }, 400],
  ['__proto__ further in', { headers: JSON_TYPE, body: '{"guest":{"__proto__":{"fullName":"A"}}}' }, 400],
  ['__proto__ in escapes', { headers: JSON_TYPE, body: '{"\\u005f_proto__":{"role":"admin"}}' }, 400],
  ['constructor.prototype', { headers: JSON_TYPE, body: '{"constructor":{"prototype":{"role":"admin"}}}' }, 400],
  ['deep lists', { headers: JSON_TYPE, body: `{"guest":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}` }, 400],
  ['deep objects', { headers: JSON_TYPE, body: `${'{"guest":'.repeat(DEEP)}1${'}'.repeat(DEEP)}` }, 400],
  ['deep lists at the top', { headers: JSON_TYPE, body: '['.repeat(DEEP) }, 400],
  ['a megabyte', { headers: JSON_TYPE, body: JSON.stringify({ purpose: 'x'.repeat(MIB) }) }, 413],
  [
    'a megabyte in chunks',
    { headers: JSON_TYPE, body: JSON.stringify({ purpose: 'x'.repeat(MIB) }), isChunked: true },
    413,
  ],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'kind=guest' }, 415],
  ['text', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
  ['XML', { headers: { 'content-type': 'application/xml' }, body: '<visit/>' }, 415],
  ['a picture', { headers: { 'content-type': 'image/jpeg' }, body: Buffer.from([0xff, 0xd8, 0xff]) }, 415],
  ['multipart', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--\r\n' }, 415],
  ['another kind of JSON', { headers: { 'content-type': 'application/json-patch+json' }, body: '[]' }, 415],
  ['a type that is none', { headers: { 'content-type': ';;;' }, body: '{}' }, 400, 415],
  ['no type', { headers: {}, body: '{"kind":"guest"}' }, 400, 415],
];

const UNREAD: readonly Case[] = [
  ['an unknown field', { headers: JSON_TYPE, body: '{"colour":"red"}' }, 400],
  ['a list', { headers: JSON_TYPE, body: '[]' }, 400],
  ['half an object', { headers: JSON_TYPE, body: '{' }, 400],
  ['__proto__', { headers: JSON_TYPE, body: '{"__proto__":{"role":"admin"}}' }, 400],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }, 415],
  ['a megabyte', { headers: JSON_TYPE, body: JSON.stringify({ reason: 'x'.repeat(MIB) }) }, 413],
];

describe('requests that are wrong as a whole', () => {
  let world: ContractWorld;
  let visitId: string;

  beforeAll(async () => {
    world = await openContractWorld();
    visitId = (await announce(world.admin)).id;
    await untilKnown(world, 1);
  });
  afterAll(() => world.close());

  function send(method: string, path: string, { headers, ...sent }: Sent): Promise<RawAnswer> {
    const { authorization } = world.admin;
    const url = `/api/v1${path.replace(VISIT, visitId)}`;
    return sendRaw(world.baseUrl, { method, path: url, ...sent, headers: { authorization, ...headers } });
  }

  async function expectRefused(request: Promise<RawAnswer>, statuses: readonly number[]): Promise<void> {
    const before = await tracesIn(world.vestibule);
    const answer = await request;
    expectProblem(answer);
    expect(statuses).toContain(answer.status);
    expect(await tracesIn(world.vestibule)).toEqual(before);
  }

  describe.each(WITH_BODY)('%s %s', (method, path) => {
    it.each(BODIES)('refuses %s', (_, sent, ...statuses) => expectRefused(send(method, path, sent), statuses));
  });

  describe.each(WITHOUT_BODY)('%s %s', (method, path) => {
    it.each(UNREAD)('refuses %s', (_, sent, ...statuses) => expectRefused(send(method, path, sent), statuses));
  });

  it('leaves every prototype as it was', () => {
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });

  it('an empty object is as good as no body where none is taken', async () => {
    const other = await announce(world.admin, { guest: { fullName: 'Somebody Else' } });
    expect((await world.admin.post(`/visits/${other.id}/cancel`, {})).status).toBe(200);
  });
});

import { interpretAnswer } from '../../../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import {
  addPerson,
  findPersonByCode,
  listPersons,
  type Operation,
  readVersion,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const ADD = addPerson({
  personCode: 'V1',
  fullName: 'Asa Ost',
  organisationId: '7',
  phone: null,
  email: null,
  validity: { beginsAt: new Date(0), endsAt: new Date(1) },
  faceJpeg: null,
});

function interpret(operation: Operation<unknown>, body: string | object, httpStatus = 200) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return interpretAnswer(operation, { httpStatus, retryAfter: null, date: null, body: bytes });
}

function codeOf(result: ReturnType<typeof interpret>): string {
  return result.kind === 'done' ? 'done' : `${result.kind} ${result.error.code}`;
}

describe('what an answer means', () => {
  it.each([
    [{ code: '0', data: '1042' }],
    [{ code: 0, msg: 'ok', data: 1042 }],
    [{ code: '0', data: { personId: '1042' } }],
    [{ CODE: '0', DATA: '1042' }],
  ])('%j makes a person', (body) => {
    expect(interpret(ADD, body)).toMatchObject({ kind: 'done', value: { personId: '1042' } });
  });

  it('is read although it begins with a byte order mark', () => {
    expect(interpret(ADD, '\uFEFF{"code":"0","data":"1"}').kind).toBe('done');
  });

  it.each([
    ['HTML', '<html>OpenAPI</html>'],
    ['half an answer', '{"code":"0","data":'],
    ['nothing', ''],
    ['an array', '[]'],
    ['no code', '{"data":"1042"}'],
    ['an odd code', '{"code":{"a":1},"data":"1042"}'],
    ['no id', '{"code":"0","data":"null"}'],
    ['a prototype', '{"__proto__":{"code":"0","data":"1042"}}'],
    ['an abyss', `{"code":"0","data":${'['.repeat(100_000)}`],
    ['an abyss that ends', `{"code":"0","data":${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
  ])('%s says nothing of whether the person was made', (_name, body) => {
    expect(codeOf(interpret(ADD, body))).toBe('unknown GATEWAY.UNEXPECTED_RESPONSE');
  });

  it('leaves no trace of a hostile answer on other objects', () => {
    interpret(ADD, '{"code":"0","data":{"__proto__":{"polluted":1},"personId":"1"}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['a proxy', '<h1>Bad gateway</h1>', 502, 'unknown GATEWAY.BUSY'],
    ['success under a failing status', { code: '0', data: '1' }, 500, 'unknown GATEWAY.BUSY'],
    ['429 whatever the body', { code: '0', data: '1' }, 429, 'refused GATEWAY.RATE_LIMITED'],
    ['429 by code alone', { code: '0x02401009' }, 200, 'refused GATEWAY.RATE_LIMITED'],
    ['a refused signature', { code: '0x02401003', msg: 'secret' }, 401, 'refused GATEWAY.AUTH_REJECTED'],
    ['a login page', '<form/>', 403, 'refused GATEWAY.AUTH_REJECTED'],
    ['a redirect', '', 302, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
    ['a code nobody knows', { code: '987654' }, 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
    ['a duplicate', { code: 131 }, 200, 'refused GATEWAY.CONFLICT'],
    ['a timeout inside', { code: '0x00052103' }, 200, 'unknown GATEWAY.BUSY'],
  ] as const)('%s', (_name, body, status, expected) => {
    expect(codeOf(interpret(ADD, body, status))).toBe(expected);
  });

  it('keeps the number, never the message, which may echo the string to sign', () => {
    const result = interpret(ADD, { code: '0x02401003', msg: 'POST application/json k3Vq9TzP0sXw7LmN2bRd' }, 401);
    expect(result).toMatchObject({ error: { context: { vendorCode: '0x02401003', httpStatus: 401 } } });
    const { error } = result as { error: Error };
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('k3Vq9TzP0sXw7LmN2bRd');
  });

  it('has words of its own for "nobody" where that is an answer', () => {
    expect(interpret(findPersonByCode('V1'), { code: '128' })).toMatchObject({ kind: 'done', value: null });
    expect(interpret(findPersonByCode('V1'), { code: '0', data: 'null' })).toMatchObject({ kind: 'done', value: null });
    expect(codeOf(interpret(ADD, { code: '128' }))).toBe('refused GATEWAY.NOT_FOUND');
  });

  it('blames a level that our user may not touch on the level, not on the server', () => {
    expect(interpret(ADD, { code: '130' })).toMatchObject({ refusesPartner: false, error: { blames: 'subject' } });
    expect(interpret(ADD, { code: '17' })).toMatchObject({ refusesPartner: true, error: { blames: 'server' } });
  });

  it('takes an empty page without a list for an empty page', () => {
    expect(interpret(listPersons({ pageNo: 1 }), { code: 0, data: { total: 0 } })).toMatchObject({
      value: { items: [], total: 0, pageNo: 1, pageSize: 500 },
    });
    expect(codeOf(interpret(listPersons({ pageNo: 1 }), { code: 0, data: { list: 'x' } }))).toMatch(/unknown/);
    expect(codeOf(interpret(readVersion(), { code: 0, data: [] }))).toMatch(/unknown/);
  });
});

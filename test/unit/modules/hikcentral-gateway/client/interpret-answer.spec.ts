import { type Booking } from '../../../../../src/modules/hikcentral-gateway/session/booking.js';
import { judge } from '../../../../../src/modules/hikcentral-gateway/session/call-verdict.js';
import { interpretAnswer } from '../../../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import {
  addPerson,
  controlDoors,
  deletePerson,
  findPersonByCode,
  listPersons,
  type Operation,
  readEventPicture,
  readVersion,
  reserveVisit,
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

/** What the breaker hears of it. */
function signOf(operation: Operation<unknown>, body: string | object): string | null {
  const at = new Date('2026-01-01T09:00:00Z');
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const booking: Booking = {
    callId: '1',
    lane: 'sweep',
    operation,
    bookedAt: at,
    deadlineAt: at,
    bookedAtMs: 0,
    deadlineMs: 1,
  };
  const answer = { httpStatus: 200, retryAfter: null, date: null, body: bytes };
  return judge(booking, answer, at).sign;
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
    ['429 without a body', '', 429, 'refused GATEWAY.RATE_LIMITED'],
    ['429 with a refusal', { code: '6' }, 429, 'refused GATEWAY.RATE_LIMITED'],
    ['429 with a success, which contradicts it', { code: '0', data: '1' }, 429, 'unknown GATEWAY.RATE_LIMITED'],
    ['403 with a success', { code: '0', data: '1' }, 403, 'unknown GATEWAY.AUTH_REJECTED'],
    ['413 with a success', { code: 0, data: '1' }, 413, 'unknown GATEWAY.INVALID_REQUEST'],
    ['two codes', '{"code":"131","Code":"0","data":"1"}', 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
    ['one code in two spellings', '{"code":"0","CODE":"0","data":"1"}', 200, 'done'],
    ['two ids', '{"code":"0","data":"1","Data":"2"}', 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
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
    const nothing = interpret(findPersonByCode('V1'), { code: '0', data: 'null' });
    expect(nothing).toMatchObject({ kind: 'done', value: 'untold' });
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

describe('what an answer with a picture means', () => {
  const PICTURE = readEventPicture('Vsm://event/1');
  const JPEG = Buffer.from('ffd8ffe000104a464946ffd9', 'hex');
  const BASE64 = JPEG.toString('base64');

  function interpretBytes(body: Buffer | string, httpStatus = 200) {
    return interpretAnswer(PICTURE, { httpStatus, retryAfter: null, date: null, body: Buffer.from(body) });
  }

  it.each<[string, Buffer | string]>([
    ['bytes', JPEG],
    ['a data URI', `data:image/jpeg;base64,${BASE64}`],
    ['base64', BASE64],
    ['an object', `{"data":"${BASE64}"}`],
    ['the envelope all the same', `{"code":"0","msg":"Success","data":"${BASE64}"}`],
  ])('is read as %s', (_name, body) => {
    expect(interpretBytes(body)).toEqual({ kind: 'done', value: JPEG, skippedCount: 0 });
  });

  it.each([
    ['not there', '{"code":"128","msg":"x","data":null}', 200],
    ['not there, with a line break before it', '\r\n{"code":128}', 200],
    ['nothing in the envelope', '{"code":0,"data":""}', 200],
  ])('is null when it is %s', (_name, body, status) => {
    expect(interpretBytes(body, status)).toMatchObject({ kind: 'done', value: null });
  });

  it.each<[string, Buffer | string, number, string]>([
    ['an error in the envelope', '{"code":"0x02401007","msg":"x"}', 200, 'refused GATEWAY.AUTH_REJECTED'],
    ['an error after a byte order mark', '\uFEFF{"code":"17"}', 200, 'refused GATEWAY.AUTH_REJECTED'],
    ['a picture under a failing status', JPEG, 500, 'unknown GATEWAY.BUSY'],
    ['a picture under 429', JPEG, 429, 'refused GATEWAY.RATE_LIMITED'],
    ['an envelope that broke off', '{"code":"0","data":"/9j', 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
    ['nothing', '', 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
    ['a login page', '<html>', 200, 'unknown GATEWAY.UNEXPECTED_RESPONSE'],
  ])('is not there: %s', (_name, body, status, expected) => {
    expect(codeOf(interpretBytes(body, status))).toBe(expected);
  });

  it('does not hold a broken picture against the server, but a page of somebody else', () => {
    expect(signOf(PICTURE, 'no longer kept')).toBe('answered');
    expect(signOf(PICTURE, ' <html>login</html>')).toBe('failed');
    expect(interpretBytes('no longer kept')).toMatchObject({ isServerWell: true });
    expect(interpretBytes(' <html>login</html>')).toMatchObject({ isServerWell: false });
  });

  it('is no way around the envelope for other calls', () => {
    expect(codeOf(interpret(ADD, BASE64))).toBe('unknown GATEWAY.UNEXPECTED_RESPONSE');
  });
});

describe('a refusal that says more than its code', () => {
  const VISIT = reserveVisit({
    hostId: null,
    validity: { beginsAt: new Date(0), endsAt: new Date(1) },
    reason: { kind: 'business' },
    visitor: { fullName: 'Asa Ost', phone: null, email: null, faceJpeg: null },
  });

  it.each([
    ['65', 0],
    ['2', 3],
    ['9', 1],
  ])('a wrong password under code %s waits for a person and stops nobody else', (code, remainLockNumber) => {
    const result = interpret(deletePerson('1042', 'wrong'), { code, msg: 'x', data: { remainLockNumber } });
    expect(result).toMatchObject({
      kind: 'refused',
      refusesPartner: false,
      error: {
        code: 'GATEWAY.PASSWORD_REFUSED',
        retry: 'wait-for-human',
        blames: 'subject',
        context: { remainingTries: remainLockNumber, vendorCode: code },
      },
    });
    expect(JSON.stringify((result as { error: Error }).error)).not.toContain('wrong');
  });

  it('is still flow control when it is', () => {
    const body = { code: '0x02401009', data: { remainLockNumber: 3 } };
    expect(codeOf(interpret(deletePerson('1'), body))).toBe('refused GATEWAY.RATE_LIMITED');
  });

  it.each([
    ['certificate number exists [60051]', 'refused GATEWAY.CONFLICT'],
    [60051, 'refused GATEWAY.CONFLICT'],
    ['error 160051', 'refused GATEWAY.INVALID_REQUEST'],
    ['error 600510', 'refused GATEWAY.INVALID_REQUEST'],
    ['', 'refused GATEWAY.INVALID_REQUEST'],
    [{ text: '60051' }, 'refused GATEWAY.INVALID_REQUEST'],
  ])('a visitor refused with %j', (msg, expected) => {
    const result = interpret(VISIT, { code: '2', msg, data: null });
    expect(codeOf(result)).toBe(expected);
    expect(JSON.stringify(result)).not.toContain('certificate number');
  });

  it('reads that number for visitors only', () => {
    expect(codeOf(interpret(ADD, { code: '2', msg: '60051' }))).toBe('refused GATEWAY.INVALID_REQUEST');
  });

  it.each(['129', '133', '194'])('a device that is not reached (%s) blames no server', (code) => {
    const open = controlDoors({ doorIds: ['2'], command: 'open' });
    expect(signOf(open, { code })).toBe('answered');
    expect(signOf(open, { code: '6' })).toBe('failed');
    expect(interpret(open, { code })).toMatchObject({
      kind: 'refused',
      error: { code: 'GATEWAY.DEVICE_UNREACHABLE', retry: 'retry', blames: 'subject' },
    });
  });

  it('asks for a smaller page', () => {
    expect(interpret(listPersons({ pageNo: 1 }), { code: '0x00072004' })).toMatchObject({
      error: { code: 'GATEWAY.ANSWER_TOO_LONG', retry: 'never', blames: 'subject' },
    });
  });
});

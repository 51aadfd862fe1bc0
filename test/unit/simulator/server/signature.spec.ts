import {
  contentMd5,
  sign,
  type SignedRequest,
  SignatureGate,
  stringToSign,
} from '../../../../simulator/server/signature.js';

const APP_KEY = '21830457';
const APP_SECRET = 'k3Vq9TzP0sXw7LmN2bRd';
const TIMESTAMP_MS = 1_767_225_600_000;
const NONCE = '6f1f2c0e-8a5b-4a7d-9a63-5d0b7d1c4e90';
const JSON_TYPE = 'application/json';
const SIGNED_HEADERS = 'x-ca-key,x-ca-nonce,x-ca-timestamp';
const NON_ASCII_BODY = '{"personGivenName":"Åsa","personFamilyName":"Öst","orgIndexCode":"7"}';

const FULL_HEADERS = {
  'x-ca-key': APP_KEY,
  'x-ca-nonce': NONCE,
  'x-ca-timestamp': String(TIMESTAMP_MS),
  'x-ca-signature-headers': SIGNED_HEADERS,
};

const VECTORS = [
  {
    name: 'V1, no x-ca line',
    request: {
      method: 'POST',
      target: '/artemis/api/common/v1/version',
      headers: { accept: '*/*', 'content-type': JSON_TYPE, 'x-ca-key': APP_KEY },
      body: '{}',
    },
    signature: 'SEoBvrGNyDU+CjOiIaZqcv5E3bNcKb+c0c/y4EC/j0w=',
  },
  {
    name: 'V2, the key alone',
    request: {
      method: 'POST',
      target: '/artemis/api/resource/v1/org/orgList',
      headers: {
        accept: JSON_TYPE,
        'content-type': JSON_TYPE,
        'x-ca-key': APP_KEY,
        'x-ca-signature-headers': 'x-ca-key',
      },
      body: '{}',
    },
    signature: 'tffWKxTjpoCCH+LcKfth3N4UJiFgXj9iVZi3ooGrgAk=',
  },
  {
    name: 'V3, key, nonce and timestamp',
    request: {
      method: 'POST',
      target: '/artemis/api/resource/v1/person/personList',
      headers: { ...FULL_HEADERS, accept: '*/*', 'content-type': JSON_TYPE },
      body: '{}',
    },
    signature: 'EdLNBh95T+p4Y5BuBBzXIT97ukkPCG4X77PH64zXZX4=',
  },
  {
    name: 'V4, a digest over a body that is not ASCII',
    request: {
      method: 'POST',
      target: '/artemis/api/resource/v1/person/single/add',
      headers: {
        ...FULL_HEADERS,
        accept: JSON_TYPE,
        'content-md5': 'nArkNPBbgvuDm8iks5TXNQ==',
        'content-type': 'application/json;charset=UTF-8',
      },
      body: NON_ASCII_BODY,
    },
    signature: 'ceT7ZjVyrGbLTHmF2NwqT1Y/713NUDwzjeuR9FbnlDI=',
  },
  {
    name: 'V5, GET with a date and a query in its own order',
    request: {
      method: 'GET',
      target: '/artemis/api/common/v1/version?b=2&a=1',
      headers: {
        accept: '*/*',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'x-ca-key': APP_KEY,
        'x-ca-signature-headers': 'x-ca-key',
      },
      body: '',
    },
    signature: 'YxxK8cmzTcdL3AxA35nh3pMRfCbLDDSVOKEvGvQ75Ts=',
  },
];

function gate(): SignatureGate {
  return new SignatureGate(new Map([[APP_KEY, APP_SECRET]]));
}

interface Draft {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function signed(draft: Draft): SignedRequest & { headers: Record<string, string> } {
  const signature = sign(stringToSign(draft), APP_SECRET);
  const headers = { ...draft.headers, 'x-ca-signature': signature };
  return { ...draft, headers, body: Buffer.from(draft.body) };
}

function full(changes: Record<string, string> = {}): Draft {
  const headers = { accept: '*/*', 'content-type': JSON_TYPE, ...FULL_HEADERS, ...changes };
  return { method: 'POST', target: '/artemis/api/common/v1/version', headers, body: '{}' };
}

describe('signature vectors', () => {
  it.each(VECTORS)('$name', ({ request, signature }) => {
    expect(sign(stringToSign(request), APP_SECRET)).toBe(signature);
    const received = {
      ...request,
      headers: { ...request.headers, 'x-ca-signature': signature },
      body: Buffer.from(request.body),
    };
    expect(gate().check(received, TIMESTAMP_MS)).toBeUndefined();
  });

  it('V3 with another secret', () => {
    expect(sign(stringToSign(VECTORS[2]!.request), 'wrong-secret')).toBe(
      'bJaZ7BsVpSjxC/vcO6jPZaOgoZIhZia4dHadgzV7VOU=',
    );
  });

  it('V4 digests the bytes, not the characters', () => {
    expect(Buffer.byteLength(NON_ASCII_BODY)).toBe(71);
    expect(contentMd5(Buffer.from(NON_ASCII_BODY))).toBe('nArkNPBbgvuDm8iks5TXNQ==');
  });
});

describe('SignatureGate', () => {
  it('names what is missing', () => {
    const request = signed(full());
    const withoutKey = { ...request.headers, 'x-ca-key': undefined };
    expect(gate().check({ ...request, headers: withoutKey }, TIMESTAMP_MS)?.code).toBe('0x02401000');

    const unknown = { ...request.headers, 'x-ca-key': '00000000' };
    expect(gate().check({ ...request, headers: unknown }, TIMESTAMP_MS)?.code).toBe('0x02401001');

    const unsigned = { ...request.headers, 'x-ca-signature': undefined };
    expect(gate().check({ ...request, headers: unsigned }, TIMESTAMP_MS)?.code).toBe('0x02401002');
  });

  it('echoes the string to sign when it refuses', () => {
    const request = signed(full());
    const forged = { ...request, target: '/artemis/api/common/v1/other' };
    const refusal = gate().check(forged, TIMESTAMP_MS);
    expect(refusal?.code).toBe('0x02401003');
    expect(refusal?.msg).toContain(stringToSign(forged));
  });

  it.each([
    ['accept', 'application/json'],
    ['content-type', 'application/json; charset=utf-8'],
    ['x-ca-timestamp', String(TIMESTAMP_MS + 1)],
  ])('refuses a %s that was changed on the way', (name, value) => {
    const request = signed(full());
    const changed = { ...request, headers: { ...request.headers, [name]: value } };
    expect(gate().check(changed, TIMESTAMP_MS)?.code).toBe('0x02401003');
  });

  it('recomputes the digest of the body that arrived', () => {
    const request = signed(full({ 'content-md5': contentMd5(Buffer.from('{}')) }));
    expect(gate().check(request, TIMESTAMP_MS)).toBeUndefined();
    expect(gate().check({ ...request, body: Buffer.from('{ }') }, TIMESTAMP_MS)?.code).toBe('0x02401003');
  });

  it.each([
    ['a header that may never be listed', 'x-ca-key,accept'],
    ['a header that was not sent', 'x-ca-key,x-ca-absent'],
    ['blanks', 'x-ca-key, x-ca-nonce'],
    ['capitals', 'X-Ca-Key'],
  ])('refuses a list of signed headers with %s', (_what, list) => {
    expect(gate().check(signed(full({ 'x-ca-signature-headers': list })), TIMESTAMP_MS)?.code).toBe('0x02401003');
  });

  it('signs listed headers in the order of their names, however they are listed', () => {
    const request = signed(full({ 'x-ca-signature-headers': 'x-ca-timestamp,x-ca-key,x-ca-nonce' }));
    expect(request.headers['x-ca-signature']).toBe(signed(full()).headers['x-ca-signature']);
    expect(gate().check(request, TIMESTAMP_MS)).toBeUndefined();
  });

  it('takes timestamps within 15 minutes either way and no others', () => {
    const quarterMs = 15 * 60_000;
    const request = signed(full());
    expect(gate().check(request, TIMESTAMP_MS + quarterMs)).toBeUndefined();
    expect(gate().check(request, TIMESTAMP_MS - quarterMs)).toBeUndefined();
    expect(gate().check(request, TIMESTAMP_MS + quarterMs + 1)?.code).toBe('0x02401003');
    expect(gate().check(request, TIMESTAMP_MS - quarterMs - 1)?.code).toBe('0x02401003');
    expect(gate().check(signed(full({ 'x-ca-timestamp': 'yesterday' })), TIMESTAMP_MS)?.code).toBe('0x02401003');
  });

  it('takes a nonce once in 15 minutes per key', () => {
    const own = gate();
    const untimed = { 'x-ca-signature-headers': 'x-ca-key,x-ca-nonce', 'x-ca-timestamp': '' };
    const request = signed(full(untimed));
    expect(own.check(request, TIMESTAMP_MS)).toBeUndefined();
    expect(own.check(request, TIMESTAMP_MS + 15 * 60_000 - 1)?.code).toBe('0x02401003');
    expect(own.check(request, TIMESTAMP_MS + 15 * 60_000)).toBeUndefined();
  });

  it('does not use up the nonce of a request it refuses', () => {
    const own = gate();
    const request = signed(full());
    const forged = { ...request, headers: { ...request.headers, 'x-ca-signature': 'bm8=' } };
    expect(own.check(forged, TIMESTAMP_MS)?.code).toBe('0x02401003');
    expect(own.check(request, TIMESTAMP_MS)).toBeUndefined();
  });
});

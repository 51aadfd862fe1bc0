import {
  contentMd5,
  sign,
  signedHeaderNames,
  type SignedParts,
  stringToSign,
} from '../../../../../src/modules/hikcentral-gateway/client/signature.js';

const APP_KEY = '21830457';
const APP_SECRET = 'k3Vq9TzP0sXw7LmN2bRd';
const KEY = { 'X-Ca-Key': APP_KEY };
const KEY_NONCE_TIMESTAMP = {
  'X-Ca-Timestamp': '1767225600000',
  'X-Ca-Nonce': '6f1f2c0e-8a5b-4a7d-9a63-5d0b7d1c4e90',
  ...KEY,
};
const BODY = Buffer.from('{"personGivenName":"Åsa","personFamilyName":"Öst","orgIndexCode":"7"}');

const VECTORS: readonly [name: string, parts: SignedParts, signature: string][] = [
  [
    'V1, nothing but the standard headers',
    {
      method: 'POST',
      accept: '*/*',
      contentType: 'application/json',
      headers: {},
      target: '/artemis/api/common/v1/version',
    },
    'SEoBvrGNyDU+CjOiIaZqcv5E3bNcKb+c0c/y4EC/j0w=',
  ],
  [
    'V2, the key',
    {
      method: 'POST',
      accept: 'application/json',
      contentType: 'application/json',
      headers: KEY,
      target: '/artemis/api/resource/v1/org/orgList',
    },
    'tffWKxTjpoCCH+LcKfth3N4UJiFgXj9iVZi3ooGrgAk=',
  ],
  [
    'V3, key, nonce and timestamp in any order',
    {
      method: 'post',
      accept: '*/*',
      contentType: 'application/json',
      headers: KEY_NONCE_TIMESTAMP,
      target: '/artemis/api/resource/v1/person/personList',
    },
    'EdLNBh95T+p4Y5BuBBzXIT97ukkPCG4X77PH64zXZX4=',
  ],
  [
    'V4, a body of other letters, by its bytes',
    {
      method: 'POST',
      accept: 'application/json',
      contentMd5: contentMd5(BODY),
      contentType: 'application/json;charset=UTF-8',
      headers: KEY_NONCE_TIMESTAMP,
      target: '/artemis/api/resource/v1/person/single/add',
    },
    'ceT7ZjVyrGbLTHmF2NwqT1Y/713NUDwzjeuR9FbnlDI=',
  ],
  [
    'V5, a date, a query and no body',
    {
      method: 'GET',
      accept: '*/*',
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      headers: KEY,
      target: '/artemis/api/common/v1/version?b=2&a=1',
    },
    'YxxK8cmzTcdL3AxA35nh3pMRfCbLDDSVOKEvGvQ75Ts=',
  ],
];

describe('the signature of a request', () => {
  it.each(VECTORS)('%s', (_name, parts, signature) => {
    expect(sign(stringToSign(parts), APP_SECRET)).toBe(signature);
  });

  it('is another one with another secret', () => {
    expect(sign(stringToSign(VECTORS[2]![1]), 'wrong-secret')).toBe('bJaZ7BsVpSjxC/vcO6jPZaOgoZIhZia4dHadgzV7VOU=');
  });

  it('digests the bytes of the body', () => {
    expect(BODY).toHaveLength(71);
    expect(contentMd5(BODY)).toBe('nArkNPBbgvuDm8iks5TXNQ==');
  });

  it('names the signed headers in lower case, sorted, without blanks', () => {
    expect(signedHeaderNames(KEY_NONCE_TIMESTAMP)).toBe('x-ca-key,x-ca-nonce,x-ca-timestamp');
  });
});

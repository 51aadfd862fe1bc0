import fc from 'fast-check';
import { readChallenge } from '../../../../../../src/modules/hikcentral-gateway/isapi/digest/challenge.js';
import { digestAnswer } from '../../../../../../src/modules/hikcentral-gateway/isapi/digest/digest-answer.js';

/** RFC 7616, 3.9.1. */
const MD5_AND_SHA =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", ' +
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const MUFASA = { username: 'Mufasa', password: 'Circle of Life' };
const REQUEST = {
  method: 'GET',
  target: '/dir/index.html',
  nonceCount: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

describe('a digest challenge', () => {
  it('is answered with SHA-256 where both are offered, to the letter of the RFC', () => {
    const challenge = readChallenge(MD5_AND_SHA)!;
    expect(challenge.algorithm).toBe('SHA-256');
    expect(digestAnswer(challenge, MUFASA, REQUEST)).toContain(
      'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
    );
  });

  it('is answered with MD5 to the letter of the RFC', () => {
    const challenge = readChallenge(MD5_AND_SHA.slice(MD5_AND_SHA.indexOf('Digest', 10)))!;
    const answer = digestAnswer(challenge, MUFASA, REQUEST);
    expect(challenge.algorithm).toBe('MD5');
    expect(answer).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
    expect(answer).toContain('nc=00000001');
    expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
  });

  it('is found behind Basic, in any spelling, and says when the nonce was stale', () => {
    const read = readChallenge('Basic realm="x", dIgEsT REALM="a \\"b\\"",nonce=abc , QOP="auth",Stale=TRUE');
    expect(read).toEqual({ algorithm: 'MD5', realm: 'a "b"', nonce: 'abc', opaque: null, isStale: true });
    expect(digestAnswer(read!, MUFASA, REQUEST)).toContain('realm="a \\"b\\""');
  });

  it.each([
    ['nothing', null],
    ['Basic only', 'Basic realm="device"'],
    ['no qop we speak', 'Digest realm="d", nonce="n", qop="auth-int"'],
    ['the form before RFC 2617, without qop', 'Digest realm="d", nonce="n"'],
    ['an algorithm we do not speak', 'Digest realm="d", nonce="n", qop="auth", algorithm=SHA-512-256'],
    ['no nonce', 'Digest realm="d", qop="auth"'],
    ['a nonce that would break our header', 'Digest realm="d", qop="auth", nonce="a\r\nX: y"'],
    ['a quote that never ends', 'Digest qop="auth", realm="d", nonce="abc'],
    ['a header without end', `Digest realm="d", qop="auth", nonce="n", x="${'a'.repeat(5_000)}"`],
  ])('is not understood where there is %s', (_what, header) => {
    expect(readChallenge(header)).toBeNull();
  });

  it('believes the first of two nonces in one challenge', () => {
    expect(readChallenge('Digest realm="d", qop="auth", nonce="first", nonce="second"')?.nonce).toBe('first');
  });

  it('reads anything without throwing, and what it reads can be sent', () => {
    const piece = fc.oneof(
      fc.constantFrom('Digest ', 'realm=', 'nonce=', 'qop="auth"', ', ', '"', '\\', '=', 'Basic ', 'algorithm=MD5'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const challenge = readChallenge(pieces.join(''));
        if (challenge === null) return;
        expect(digestAnswer(challenge, MUFASA, REQUEST)).toMatch(/^[\x20-\x7e\x80-\xff]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

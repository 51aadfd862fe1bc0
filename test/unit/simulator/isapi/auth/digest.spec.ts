import { digestResponse, parseDigest } from '../../../../../simulator/isapi/auth/digest.js';

describe('digest, by the example of RFC 7616', () => {
  const example = {
    username: 'Mufasa',
    realm: 'http-auth@example.org',
    password: 'Circle of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    nc: '00000001',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };

  it('is right in MD5 and in SHA-256', () => {
    expect(digestResponse({ ...example, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(digestResponse({ ...example, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('is read with and without quotes, and escapes', () => {
    const parameters = parseDigest('Digest username="a \\"b\\", c", qop=auth,nc=00000001 , URI="/x?a=b"');
    expect(Object.fromEntries(parameters ?? [])).toEqual({
      username: 'a "b", c',
      qop: 'auth',
      nc: '00000001',
      uri: '/x?a=b',
    });
  });

  it.each(['Basic YTpi', 'Digest', 'Digest nonsense', 'Digest a="1" b="2"', 'Digest a=1, a=2'])(
    '%s cannot be read',
    (header) => {
      expect(parseDigest(header)?.size ?? 0).toBe(0);
    },
  );
});

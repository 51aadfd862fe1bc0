import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { answerOf, challengeFor, DigestClient } from './digest-client.js';

const INFO = '/ISAPI/System/deviceInfo';

describe('digest authentication at a device', () => {
  let device: IsapiDevice;
  let time: ManualTime;
  let client: DigestClient;

  beforeEach(async () => {
    time = new ManualTime(new Date('2026-01-01T05:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time });
    client = new DigestClient(device);
  });

  afterEach(() => device.close());

  const status = async (): Promise<number> => (await client.once(INFO)).status;
  const wrong = (): Promise<Response> => {
    client.nc = 0;
    return fetch(device.baseUrl + INFO, {
      headers: { authorization: client.authorize('GET', INFO, { password: 'wrong' }) },
    });
  };

  it('has a test client that knows the vectors of RFC 7616', () => {
    const parts = {
      username: 'Mufasa',
      password: 'Circle of Life',
      realm: 'http-auth@example.org',
      uri: '/dir/index.html',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      nc: '00000001',
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
      method: 'GET',
    };
    expect(answerOf({ ...parts, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(answerOf({ ...parts, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('lets both algorithms in and offers MD5 first', async () => {
    const refused = await client.once(INFO);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(
      /^Digest realm="DS-K1T671M", qop="auth", nonce="\w{32}", algorithm=MD5, stale=false, Digest .*algorithm=SHA-256/,
    );
    expect(await refused.text()).toContain('<statusValue>401</statusValue>');
    expect((await client.fetch(INFO)).status).toBe(200);
    expect((await new DigestClient(device, 'SHA-256').fetch(INFO)).status).toBe(200);
  });

  it('does not take the algorithm it does not offer', async () => {
    const old = await startIsapiDevice({ digestAlgorithms: ['MD5'] });
    try {
      const modern = new DigestClient(old, 'SHA-256');
      modern.challenge = challengeFor('MD5', (await modern.once(INFO)).headers.get('www-authenticate'));
      expect((await modern.once(INFO)).status).toBe(401);
    } finally {
      await old.close();
    }
  });

  it('knows no Basic, and does not count it as an answer', async () => {
    const basic = `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`;
    for (let n = 0; n < 6; n += 1) {
      expect((await fetch(device.baseUrl + INFO, { headers: { authorization: basic } })).status).toBe(401);
    }
    expect((await client.fetch(INFO)).status).toBe(200);
  });

  it('takes a nonce again with the next count, and never with the same', async () => {
    await client.fetch(INFO);
    expect(await status()).toBe(200);
    client.nc -= 1;
    const replayed = await client.once(INFO);
    expect(replayed.status).toBe(401);
    expect(challengeFor('MD5', replayed.headers.get('www-authenticate'))?.isStale).toBe(true);
  });

  it('takes counts out of order', async () => {
    await client.fetch(INFO);
    client.nc = 8;
    expect(await status()).toBe(200);
    client.nc = 4;
    expect(await status()).toBe(200);
  });

  it('lets a nonce go stale after 30 s without use and 5 min in all', async () => {
    await client.fetch(INFO);
    time.advance(29_999);
    expect(await status()).toBe(200);
    time.advance(30_000);
    expect(await status()).toBe(401);
    await client.fetch(INFO);
    for (let n = 0; n < 11; n += 1) {
      time.advance(25_000);
      expect(await status()).toBe(200);
    }
    time.advance(25_000);
    const late = await client.once(INFO);
    expect(challengeFor('MD5', late.headers.get('www-authenticate'))?.isStale).toBe(true);
  });

  it('does not call a nonce stale when the password is wrong as well', async () => {
    await client.fetch(INFO);
    time.advance(60_000);
    client.password = 'wrong';
    const refused = await client.once(INFO);
    expect(challengeFor('MD5', refused.headers.get('www-authenticate'))?.isStale).toBe(false);
  });

  it('binds an answer to method and target', async () => {
    await client.fetch(INFO);
    const elsewhere = client.authorize('GET', INFO);
    const other = await fetch(`${device.baseUrl}/ISAPI/System/time`, { headers: { authorization: elsewhere } });
    expect(other.status).toBe(401);
    const asPut = await fetch(device.baseUrl + INFO, {
      method: 'PUT',
      headers: { authorization: client.authorize('GET', INFO) },
    });
    expect(asPut.status).toBe(401);
  });

  it('locks an address out for a minute after five bad answers in a row', async () => {
    await client.fetch(INFO);
    for (let n = 0; n < 4; n += 1) expect((await wrong()).status).toBe(401);
    expect((await client.fetch(INFO)).status).toBe(200);
    for (let n = 0; n < 5; n += 1) await wrong();
    expect(device.control.snapshot().lockedAddresses).toEqual(['127.0.0.1']);
    expect((await client.fetch(INFO)).status).toBe(401);
    time.advance(59_999);
    expect((await client.fetch(INFO)).status).toBe(401);
    time.advance(1);
    expect((await client.fetch(INFO)).status).toBe(200);
  });

  it('follows a change of its password', async () => {
    await client.fetch(INFO);
    device.control.setPassword('another0one');
    expect((await client.fetch(INFO)).status).toBe(401);
    client.password = 'another0one';
    expect((await client.fetch(INFO)).status).toBe(200);
  });
});

import { type Simulator } from '../../../simulator/index.js';
import { type Partner, send, startSite } from './partner.js';

const VERSION = '/api/common/v1/version';
const ORGS = '/api/resource/v1/org/orgList';

describe('the gateway', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeAll(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterAll(() => simulator.close());

  it('answers a signed call, by POST and, for the version, by GET', async () => {
    const expected = { code: '0', data: { produceName: 'HikCentral Professional', softVersion: 'V3.1.0.0' } };
    expect(await partner.call(VERSION)).toMatchObject(expected);
    expect(await partner.call(`${VERSION}?b=2&a=1`, {}, { method: 'GET' })).toMatchObject(expected);
    expect((await partner.call(ORGS, {}, { method: 'GET' })).code).toBe('8');
  });

  it('answers code 8 under HTTP 200 for what it does not have', async () => {
    for (const path of [
      '/api/resource/v2/person/personList',
      '/api/ac/v1/privilege/byPerson',
      '/api/person/batch/add',
    ]) {
      const reply = await partner.raw(path);
      expect(reply.status).toBe(200);
      expect(JSON.parse(reply.text)).toMatchObject({ code: '8' });
    }
  });

  it('is not there outside its own path', async () => {
    const reply = await send(`${simulator.baseUrl}/api/common/v1/version`, 'GET', {}, Buffer.alloc(0));
    expect(reply.status).toBe(404);
    expect(reply.headers['content-type']).toContain('text/html');
  });

  it.each([
    ['0x02401000', { forgedHeaders: { 'x-ca-key': '' } }],
    ['0x02401001', { appKey: '00000000' }],
    ['0x02401002', { forgedHeaders: { 'x-ca-signature': '' } }],
    ['0x02401003', { appSecret: 'another' }],
    ['0x02401003', { timestampMs: Date.now() - 16 * 60_000 }],
    ['0x02401003', { forgedHeaders: { 'content-type': 'application/json; charset=utf-8' } }],
    ['0x02401003', { forgedHeaders: { 'content-md5': 'nArkNPBbgvuDm8iks5TXNQ==' } }],
  ])('refuses with %s under HTTP 401: %j', async (code, options) => {
    const reply = await partner.raw(VERSION, {}, options);
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.text)).toMatchObject({ code, data: null });
  });

  it('verifies the headers that arrived, not those that were signed', async () => {
    const nonce = { forgedHeaders: { 'x-ca-nonce': 'used-before' } };
    expect((await partner.call(VERSION, {}, nonce)).code).toBe('0x02401003');
  });

  it.each(['{', '[]', '"text"', 'null'])('refuses the body %s', async (body) => {
    expect((await partner.call(ORGS, body)).code).toBe('0x0240100a');
  });

  it.each([
    ['0x00072001', { pageSize: 1 }],
    ['0x00072001', { pageNo: 1 }],
    ['0x00072002', { pageNo: 0, pageSize: 1 }],
    ['0x00072002', { pageNo: 2_147_483_648, pageSize: 1 }],
    ['0x00072002', { pageNo: 1, pageSize: 501 }],
    ['0x00072002', { pageNo: 1, pageSize: 0 }],
    ['0x00072003', { pageNo: '1', pageSize: 1 }],
    ['0x00072003', { pageNo: 1.5, pageSize: 1 }],
  ])('refuses paging with %s: %j', async (code, body) => {
    expect(await partner.codeOf(ORGS, body)).toBe(code);
  });

  it('pages, and ignores fields it does not know', async () => {
    const data = await partner.data(ORGS, { pageNo: 2, pageSize: 1, unheardOf: true });
    expect(data).toEqual({ total: 2, pageNo: 2, pageSize: 1, list: [expect.objectContaining({ orgIndexCode: '2' })] });
  });

  it('tells its own time in the Date header', async () => {
    simulator.control.setServerClockOffset(3_600_000);
    const { headers } = await partner.raw(VERSION, {}, { timestampMs: Date.now() + 3_600_000 });
    simulator.control.setServerClockOffset(0);
    const aheadMs = Date.parse(String(headers['date'])) - Date.now();
    expect(Math.abs(aheadMs - 3_600_000)).toBeLessThan(5000);
  });
});

describe('the limit', () => {
  it('refuses calls over the budget with 429 and Retry-After, without their effect', async () => {
    const { simulator, partner } = await startSite({ limit: { calls: 3, windowMs: 60_000 } });
    try {
      for (let call = 0; call < 3; call += 1) expect(await partner.codeOf(VERSION)).toBe('0');
      const reply = await partner.raw('/api/resource/v1/org/single/add', { orgName: 'Late', parentIndexCode: '1' });
      expect(reply.status).toBe(429);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(55);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(JSON.parse(reply.text)).toMatchObject({ code: '0x02401009', data: null });
      expect(simulator.control.snapshot().organisations).toHaveLength(2);
      expect(simulator.control.arrivals().map(({ isOverBudget }) => isOverBudget)).toEqual([false, false, false, true]);
      expect(simulator.control.maxCallsInAnyWindow(60_000)).toBe(4);
    } finally {
      await simulator.close();
    }
  });

  it('refuses under HTTP 200 without the header when told so, and can be changed while it runs', async () => {
    const { simulator, partner } = await startSite({ limit: { calls: 0, windowMs: 60_000, style: '200' } });
    try {
      const reply = await partner.raw(VERSION);
      expect(reply.status).toBe(200);
      expect(reply.headers['retry-after']).toBeUndefined();
      expect(JSON.parse(reply.text)).toMatchObject({ code: '0x02401009' });
      simulator.control.setLimit({ calls: null });
      expect(await partner.codeOf(VERSION)).toBe('0');
    } finally {
      await simulator.close();
    }
  });

  it('counts for each partner alone, and not what failed to authenticate', async () => {
    const other = { appKey: '11111111', appSecret: 'another0secret' };
    const { simulator, partner } = await startSite({ limit: { calls: 1, windowMs: 60_000 }, otherPartners: [other] });
    try {
      expect((await partner.call(VERSION, {}, { appSecret: 'wrong' })).code).toBe('0x02401003');
      expect((await partner.call(VERSION, {}, other)).code).toBe('0');
      expect(await partner.codeOf(VERSION)).toBe('0');
      expect(await partner.codeOf(VERSION)).toBe('0x02401009');
    } finally {
      await simulator.close();
    }
  });
});

describe('what a site can imitate', () => {
  it('leaves the list out of an empty page', async () => {
    const { simulator, partner } = await startSite({ omitsEmptyLists: true });
    try {
      const page = { orgName: 'nobody', pageNo: 1, pageSize: 10 };
      expect(await partner.data('/api/resource/v1/org/advance/orgList', page)).toEqual({
        total: 0,
        pageNo: 1,
        pageSize: 10,
      });
    } finally {
      await simulator.close();
    }
  });
});

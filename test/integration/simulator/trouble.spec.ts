import { type Simulator } from '../../../simulator/index.js';
import { eventually, type Partner, startSite } from './partner.js';

const VERSION = '/api/common/v1/version';
const ADD = '/api/resource/v1/person/single/add';
const DRAFT = { personCode: 'V1', personFamilyName: 'Ost', personGivenName: 'Asa', orgIndexCode: '1' };

describe('trouble with a call', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  const isMade = () => simulator.control.personByCode('V1') !== undefined;

  it('loses an answer after the effect', async () => {
    simulator.control.faults.add({ kind: 'lose-answer', path: ADD, times: 1 });
    await expect(partner.call(ADD, DRAFT)).rejects.toThrow('socket hang up');
    expect(isMade()).toBe(true);
    expect(simulator.control.arrivals()).toMatchObject([{ answerCode: '0', isDelivered: false }]);
    expect(await partner.codeOf(ADD, DRAFT)).toBe('131');
  });

  it('refuses without the effect, with any status, body and headers', async () => {
    const body = '<html>gone</html>';
    simulator.control.faults.add({ kind: 'refuse', path: ADD, times: 1, code: '6' });
    simulator.control.faults.add({ kind: 'refuse', path: ADD, times: 1, httpStatus: 503, body });
    const headers = { 'Retry-After': 'soon' };
    simulator.control.faults.add({ kind: 'refuse', path: ADD, times: 1, httpStatus: 429, code: '0x02401009', headers });
    const contentType = 'application/xml';
    simulator.control.faults.add({ kind: 'refuse', path: ADD, times: 1, code: '5', contentType });

    expect(await partner.codeOf(ADD, DRAFT)).toBe('6');
    expect(await partner.raw(ADD, DRAFT)).toMatchObject({ status: 503, text: body });
    expect(await partner.raw(ADD, DRAFT)).toMatchObject({ status: 429, headers: { 'retry-after': 'soon' } });
    const xml = await partner.raw(ADD, DRAFT);
    expect(xml.headers['content-type']).toBe(contentType);
    expect(JSON.parse(xml.text)).toMatchObject({ code: '5' });
    expect(isMade()).toBe(false);
    expect(await partner.codeOf(ADD, DRAFT)).toBe('0');
  });

  it('answers code 0 without the effect', async () => {
    simulator.control.faults.add({ kind: 'pretend-success', path: ADD, times: 1, data: '9999' });
    expect(await partner.data(ADD, DRAFT)).toBe('9999');
    expect(isMade()).toBe(false);
  });

  it('hangs after the effect, and closing does not wait for it', async () => {
    simulator.control.faults.add({ kind: 'hang', path: ADD, phase: 'after' });
    const call = partner.call(ADD, DRAFT).catch((error: unknown) => error);
    await eventually(isMade);
    await simulator.close();
    expect(await call).toMatchObject({ message: 'socket hang up' });
    ({ simulator, partner } = await startSite());
  });

  it('holds an answer back', async () => {
    simulator.control.faults.add({ kind: 'delay', path: VERSION, delayMs: 100, phase: 'after' });
    const startedAtMs = performance.now();
    await partner.data(VERSION);
    expect(performance.now() - startedAtMs).toBeGreaterThan(95);
  });

  it('counts a caught call against the budget', async () => {
    simulator.control.setLimit({ calls: 1 });
    simulator.control.faults.add({ kind: 'refuse', path: '*' });
    expect(await partner.codeOf(VERSION)).toBe('1');
    expect(await partner.codeOf(VERSION)).toBe('0x02401009');
  });
});

describe('a server that is down', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  it('refuses connections and is back on the same port', async () => {
    await simulator.control.goDown('refused');
    await expect(partner.call(VERSION)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await simulator.control.comeUp();
    expect(await partner.codeOf(VERSION)).toBe('0');
  });

  it('cuts connections, or answers 503, and sees nothing of the calls', async () => {
    await simulator.control.goDown('reset');
    await expect(partner.call(VERSION)).rejects.toThrow('socket hang up');
    await simulator.control.goDown('503');
    expect((await partner.raw(VERSION)).status).toBe(503);
    expect(simulator.control.arrivals()).toEqual([]);
    await simulator.control.comeUp();
    expect(await partner.codeOf(VERSION)).toBe('0');
  });

  it('comes back by itself when told for how long', async () => {
    await simulator.control.goDown('refused', 50);
    let isBack = false;
    void (async () => {
      while (!isBack) isBack = await partner.codeOf(VERSION).then(Boolean, () => false);
    })();
    await eventually(() => isBack);
  });

  it('can be closed while it is down', async () => {
    await simulator.control.goDown('refused');
    await simulator.close();
    ({ simulator, partner } = await startSite());
  });
});

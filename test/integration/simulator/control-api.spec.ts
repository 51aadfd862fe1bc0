import { type Simulator } from '../../../simulator/index.js';
import { eventually, type Partner, send, startSite } from './partner.js';

const VERSION = '/api/common/v1/version';

describe('the control API', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const url = `${simulator.baseUrl}/control${path}`;
    const { status, text } = await send(url, method, { ...headers, 'content-length': String(bytes.length) }, bytes);
    return { status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  it('says that it is there', async () => {
    expect(await ask('GET', '/health')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it.each([
    ['a page of somebody else, whose name leads here', 'evil.example', 403],
    ['the same with our port', 'evil.example:8443', 403],
    ['a name that begins like ours', 'localhost.evil.example', 403],
    ['this machine by name', 'localhost:8443', 200],
    ['this machine by its other address', '[::1]:8443', 200],
  ])('is answered for this machine only: %s', async (_who, host, status) => {
    for (const path of ['/control/health', '/']) {
      expect((await send(`${simulator.baseUrl}${path}`, 'GET', { host }, Buffer.alloc(0))).status).toBe(status);
    }
    expect((await partner.call(VERSION)).code).toBe('0');
  });

  it('walks people through doors and tells whether they got in', async () => {
    const granted = await ask('POST', '/walk', { personCode: 'E00001', readerIndexCode: '2' });
    expect(granted.body).toMatchObject({ isGranted: true, eventType: 196893, doorIndexCode: '1' });
    const stranger = await ask('POST', '/walk', { unknownFace: true, doorIndexCode: '3', lateByMs: 1000 });
    expect(stranger.body).toMatchObject({ isGranted: false, eventType: 197151, readerIndexCode: '4' });
    expect(simulator.control.snapshot().eventCount).toBe(2);
  });

  it.each([
    ['nobody', { readerIndexCode: '1' }, 400],
    ['two at once', { personCode: 'E00001', personId: '1', readerIndexCode: '1' }, 400],
    ['nowhere', { personCode: 'E00001' }, 400],
    ['an unknown field', { personCode: 'E00001', readerIndexCode: '1', fast: true }, 400],
    ['a door that is not there', { personCode: 'E00001', doorIndexCode: '77' }, 404],
  ])('refuses to walk %s', async (_what, body, status) => {
    expect((await ask('POST', '/walk', body)).status).toBe(status);
    expect(simulator.control.snapshot().eventCount).toBe(0);
  });

  it('shows the state, one person, and the history', async () => {
    await partner.addPerson('V1');
    expect((await ask('GET', '/state')).body).toMatchObject({
      persons: expect.arrayContaining([
        expect.objectContaining({ personCode: 'V1', isForeign: false, hasFace: false }),
      ]),
      doors: expect.arrayContaining([expect.objectContaining({ doorIndexCode: '1', isOnline: true })]),
    });
    expect((await ask('GET', '/persons/E00001')).body).toMatchObject({
      person: { privilegeGroupIds: ['3'] },
      doors: [{ doorIndexCode: '1', status: 0, copy: { personCode: 'E00001' } }, {}, {}, {}],
    });
    expect((await ask('GET', '/persons/NOBODY')).body).toMatchObject({ person: null });
    expect((await ask('GET', '/history')).body).toMatchObject({
      arrivals: [{ path: '/artemis/api/resource/v1/person/single/add', answerCode: '0' }],
      effects: [{ kind: 'person-added' }],
      foreignChanges: [],
    });
  });

  it('sets, lists and removes faults', async () => {
    const { body } = await ask('POST', '/faults', { kind: 'refuse', path: VERSION, code: '6', times: 2 });
    expect(await partner.codeOf(VERSION)).toBe('6');
    expect((await ask('GET', '/faults')).body).toMatchObject([{ kind: 'refuse', times: 1 }]);
    const { id } = body as { id: number };
    expect((await ask('DELETE', `/faults/${id}`)).status).toBe(204);
    expect((await ask('DELETE', `/faults/${id}`)).status).toBe(404);
    expect(await partner.codeOf(VERSION)).toBe('0');
    expect((await ask('DELETE', '/faults')).status).toBe(204);
    expect((await ask('POST', '/faults', { kind: 'unheard-of', path: '*' })).status).toBe(400);
    expect((await ask('POST', '/faults', { kind: 'delay', path: '*' })).status).toBe(400);
  });

  it('takes doors offline, sets their clocks and makes applications fail', async () => {
    const fault = { errorItems: '3', times: 1 };
    const door = await ask('POST', '/doors/1', { online: false, clockOffsetMs: -5000, applicationFault: fault });
    expect(door.body).toMatchObject({ doorIndexCode: '1', isOnline: false, clockOffsetMs: -5000 });
    expect((await ask('POST', '/doors/77', { online: false })).status).toBe(404);
    expect((await ask('POST', '/doors/1', {})).status).toBe(400);
  });

  it('sets the limit', async () => {
    const limit = await ask('POST', '/limit', { calls: 1, windowMs: 60_000, style: '200' });
    expect(limit.body).toMatchObject({ calls: 1, windowMs: 60_000, style: '200' });
    expect(await partner.codeOf(VERSION)).toBe('0');
    expect(await partner.codeOf(VERSION)).toBe('0x02401009');
    expect((await ask('POST', '/limit', { calls: -1 })).status).toBe(400);
  });

  it('takes the server down and brings it back', async () => {
    expect((await ask('POST', '/server', { down: '503' })).status).toBe(202);
    expect((await partner.raw(VERSION)).status).toBe(503);
    await ask('POST', '/server', { down: null });
    expect(await partner.codeOf(VERSION)).toBe('0');
    expect((await ask('POST', '/server', { down: 'refused' })).status).toBe(400);
    expect((await ask('POST', '/server', { down: 'refused', forMs: 50 })).status).toBe(202);
    let isBack = false;
    void (async () => {
      while (!isBack) isBack = await partner.codeOf(VERSION).then(Boolean, () => false);
    })();
    await eventually(() => isBack);
  });

  it('does an operator’s work, which is nobody’s call and nobody’s property', async () => {
    const person = { personCode: 'OP1', personFamilyName: 'A', personGivenName: 'B', orgIndexCode: '1' };
    const { body } = await ask('POST', '/operator', { path: '/api/resource/v1/person/single/add', body: person });
    expect(body).toMatchObject({ code: '0' });
    expect(simulator.control.arrivals()).toEqual([]);
    expect(simulator.control.ownPersons()).toEqual([]);
    await partner.data('/api/resource/v1/person/single/delete', { personCode: 'OP1' });
    expect(simulator.control.foreignChanges()).toMatchObject([{ kind: 'person-deleted' }]);
  });

  it('is served on loopback only', async () => {
    const open = await startSite({ host: '0.0.0.0' });
    try {
      const url = `${open.simulator.baseUrl.replace('0.0.0.0', '127.0.0.1')}/control/health`;
      expect((await send(url, 'GET', {}, Buffer.alloc(0))).status).toBe(404);
    } finally {
      await open.simulator.close();
    }
  });
});

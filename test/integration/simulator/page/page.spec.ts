import { type Simulator } from '../../../../simulator/index.js';
import { type PersonDetail } from '../../../../simulator/page/views/person-detail.js';
import { type Found } from '../../../../simulator/page/views/people-view.js';
import { waitFor } from '../../../support/wait-for.js';
import { eventually, type Partner, startSite } from '../partner.js';
import { ask } from './page-reader.js';

const LEVEL = '/api/acs/v1/privilege/group/single';
const REAPPLY = '/api/visitor/v1/auth/reapplication';

describe('the page over HTTP', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  const at = (path: string, body?: unknown) => ask(simulator.baseUrl, path, body);
  const detailOf = async (personId: string) =>
    JSON.parse((await at(`/control/page/persons/${personId}`)).text) as PersonDetail;

  it('is one document and its files, all from here, in the language that is asked for', async () => {
    const { status, headers, text } = await at('/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/<script(?! type="module" src="\/page\/)| style=|<style| on\w+=|https?:\/\//);
    const files = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const reply = await at(file);
      expect([file, reply.status, reply.headers['x-content-type-options']]).toEqual([file, 200, 'nosniff']);
    }
    expect(text).toContain('<html lang="en"');
    const russian = await ask(simulator.baseUrl, '/', undefined, { 'accept-language': 'de, ru-RU;q=0.8, en;q=0.5' });
    expect(russian.text).toContain('<html lang="ru"');
    expect((await at('/page/../start-simulator.js')).status).toBe(404);
  });

  it('is served on loopback only, with all that it asks for', async () => {
    const open = await startSite({ host: '0.0.0.0' });
    try {
      const url = open.simulator.baseUrl.replace('0.0.0.0', '127.0.0.1');
      for (const path of ['/', '/page/main.js', '/control/live', '/control/page/persons?query=a']) {
        expect([path, (await ask(url, path)).status]).toEqual([path, 404]);
      }
      expect((await ask(url, '/control/page/demo-guest', {})).status).toBe(404);
      expect(open.simulator.control.snapshot().persons).toHaveLength(3);
    } finally {
      await open.simulator.close();
    }
  });

  it('adds a demo guest who is nobody’s call, is marked first, and gets in once it has been applied', async () => {
    const { status, text } = await at('/control/page/demo-guest', {});
    expect(status).toBe(201);
    const { personId } = JSON.parse(text) as { personId: string };
    const { row } = await detailOf(personId);
    expect(row).toMatchObject({ isGuest: true, hasFace: true, levelIds: ['1'] });
    expect(row.doors.map(({ stage }) => stage)).toEqual(['marked', 'marked', 'none', 'none']);
    const walk = async () =>
      JSON.parse((await at('/control/page/walk', { personId, readerIndexCode: '1' })).text) as object;
    expect(await walk()).toMatchObject({ isGranted: false, reason: 'no-copy' });
    await waitFor(() => simulator.control.doorsHolding(personId).length === 2, 'the application');
    expect(await walk()).toMatchObject({ isGranted: true, reason: 'granted' });
    expect(simulator.control.arrivals()).toEqual([]);
  });

  it('says why a door stayed closed', async () => {
    const faceless = await partner.addPerson('V1');
    await partner.data(`${LEVEL}/addPersons`, { privilegeGroupId: '1', type: 1, list: [{ id: faceless }] });
    await partner.data(REAPPLY, { personIds: faceless });
    await eventually(() => simulator.control.doorsHolding(faceless).length === 2);
    const reasonOf = async (personId: string | null) =>
      (JSON.parse((await at('/control/page/walk', { personId, readerIndexCode: '1' })).text) as { reason: string })
        .reason;
    expect(await reasonOf(faceless)).toBe('no-face');
    expect(await reasonOf(null)).toBe('unknown-face');
    expect(await reasonOf('1')).toBe('granted');
    simulator.control.setDoor('1', { clockOffsetMs: 40 * 365 * 86_400_000 });
    expect(await reasonOf('1')).toBe('outside-period');
    expect((await at('/control/page/walk', { personId: '1', readerIndexCode: '77' })).status).toBe(404);
    expect((await at('/control/page/walk', { personId: '1' })).status).toBe(400);
  });

  it('finds people by a part of the name or code, and never sends more than twenty', async () => {
    const big = await startSite({ employeeCount: 2000 });
    try {
      const find = async (query: string) => {
        const reply = await ask(big.simulator.baseUrl, `/control/page/persons?query=${encodeURIComponent(query)}`);
        return JSON.parse(reply.text) as Found;
      };
      const all = await find('e0');
      expect(all.total).toBe(2000);
      expect(all.persons).toHaveLength(20);
      expect((await find('E00042')).persons).toMatchObject([{ personCode: 'E00042', isGuest: false }]);
      expect(await find('nobody of that name')).toEqual({ total: 0, persons: [] });
      expect((await ask(big.simulator.baseUrl, '/control/page/persons?query=')).status).toBe(400);
    } finally {
      await big.simulator.close();
    }
  });

  it('sets each door’s copy beside the record and names what differs', async () => {
    const personId = await partner.addPerson('V1');
    await partner.data(`${LEVEL}/addPersons`, { privilegeGroupId: '1', type: 1, list: [{ id: personId }] });
    await partner.data(REAPPLY, { personIds: personId });
    await eventually(() => simulator.control.doorsHolding(personId).length === 2);
    const endTime = '2035-01-01T00:00:00+00:00';
    await partner.data('/api/resource/v1/person/single/update', { personId, personGivenName: 'Åsa', endTime });
    const detail = await detailOf(personId);
    expect(detail.record?.personName).toBe('Åsa Ost');
    expect(detail.copies.map(({ differences }) => differences)).toEqual([
      ['personName', 'endMs'],
      ['personName', 'endMs'],
      [],
      [],
    ]);
    expect(detail.copies[0]?.copy?.personName).toBe('Asa Ost');
    expect(detail.copies[2]?.copy).toBeNull();

    simulator.control.setDoor('1', { isOnline: false });
    await partner.data('/api/resource/v1/person/single/delete', { personId });
    await eventually(() => simulator.control.doorsHolding(personId).length === 1);
    expect(await detailOf(personId)).toMatchObject({ record: null, row: { isInRecord: false, personCode: 'V1' } });
    simulator.control.setDoor('1', { isOnline: true });
    await eventually(() => simulator.control.doorsHolding(personId).length === 0);
    expect((await at(`/control/page/persons/${personId}`)).status).toBe(404);
  });
});

import { ManualTime, type Simulator } from '../../../../simulator/index.js';
import { UPDATE_EVERY_MS } from '../../../../simulator/page/live-feed.js';
import { PATIENCE_MS } from '../../../../simulator/page/live-reader.js';
import { waitFor } from '../../../support/wait-for.js';
import { type Partner, startSite } from '../partner.js';
import { ask, openDeafReader, PageReader } from './page-reader.js';

const LEVEL = '/api/acs/v1/privilege/group/single';
const HOSTILE = '<img src=x onerror=alert(1)>\n\ndata: {"people":0}';

describe('the live stream', () => {
  let simulator: Simulator;
  let partner: Partner;
  let page: PageReader;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
    page = await PageReader.open(simulator.baseUrl);
  });

  afterEach(async () => {
    page.close();
    await simulator.close();
  });

  it('begins with everything and goes on with what changed', async () => {
    const [first] = page.messages;
    expect(first?.event).toBe('snapshot');
    expect(Object.keys(first?.data ?? {}).sort()).toEqual(
      ['calls', 'clocks', 'doors', 'faults', 'passages', 'people', 'site'].sort(),
    );
    expect(page.headers()).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' });

    simulator.control.setDoor('2', { isOnline: false });
    await waitFor(() => page.messages.length > 1, 'a change');
    expect(page.messages[1]?.event).toBe('change');
    expect(Object.keys(page.messages[1]?.data ?? {})).toEqual(['clocks', 'doors']);
    expect(page.view().doors?.map(({ isOnline }) => isOnline)).toEqual([true, false, true, true]);
  });

  it('tells each call in what it did, and how it ended', async () => {
    const personId = await partner.addPerson('V1');
    await partner.data(`${LEVEL}/addPersons`, { privilegeGroupId: '1', type: 1, list: [{ id: personId }] });
    simulator.control.setLimit({ calls: 2 });
    await partner.call('/api/common/v1/version');
    simulator.control.setLimit({ calls: null });
    simulator.control.faults.add({ kind: 'lose-answer', path: '*', times: 1 });
    await expect(partner.call('/api/common/v1/version')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await waitFor(() => page.view().calls?.list[0]?.outcome === 'lost', 'the lost answer');
    expect(page.view().calls?.list.map(({ outcome }) => outcome)).toEqual(['lost', 'over-budget', 'ok', 'ok']);
    expect(page.view().calls?.list[2]?.deeds).toEqual([
      { kind: 'member-added', count: 1, names: ['Asa Ost'], levelName: 'Visitors – main entrance' },
    ]);
    expect(page.view().calls).toMatchObject({ total: 4, maxInAnyWindow: 4 });
  });

  it('shows a removal that is not applied as what it is: the door still holds the copy', async () => {
    simulator.control.setDoor('1', { isOnline: false });
    const tokens = () => page.view().doors?.[0]?.tokens ?? [];
    const personId = await partner.addPerson('V1');
    await partner.data(`${LEVEL}/addPersons`, { privilegeGroupId: '1', type: 1, list: [{ id: personId }] });
    await waitFor(() => tokens().some(({ stage }) => stage === 'marked'), 'the mark');
    await partner.data('/api/visitor/v1/auth/reapplication', { personIds: personId });
    await waitFor(() => tokens().some(({ stage }) => stage === 'queued'), 'the queue');
    simulator.control.setDoor('1', { isOnline: true });
    await waitFor(() => tokens().some(({ stage }) => stage === 'applied'), 'the copy');
    await partner.data(`${LEVEL}/deletePersons`, { privilegeGroupId: '1', type: 1, list: [{ id: personId }] });
    await waitFor(() => tokens().length === 2, 'the removal');
    expect(tokens().map(({ stage, isRemoval }) => [stage, isRemoval])).toEqual([
      ['marked', true],
      ['applied', true],
    ]);
  });

  it('carries hostile names as data on one line', async () => {
    simulator.control.setDoor('1', { isOnline: false });
    const fields = { personCode: 'X1', orgIndexCode: '1', personFamilyName: 'x', personGivenName: 'y' };
    await partner.data('/api/resource/v1/person/single/add', fields);
    // The API refuses such a name; a saved world or an import need not.
    const person = simulator.control.personByCode('X1')!;
    person.givenName = HOSTILE;
    await waitFor(() => page.view().people?.guests[0]?.personName.startsWith('<img') === true, 'the name');
    expect(page.view().people?.guests[0]?.personName).toBe(`${HOSTILE} x`);
    const lines = page.raw.split('\n').filter((line) => line !== '');
    expect(
      lines.every((line) => /^(retry: \d+|event: (snapshot|change)|data: \{"clocks".*\}|: still here)$/.test(line)),
    ).toBe(true);
  });
});

describe('the live stream, by a clock in the hand', () => {
  let time: ManualTime;
  let simulator: Simulator;
  let page: PageReader;

  beforeEach(async () => {
    time = new ManualTime(new Date('2026-03-01T09:00:00Z'));
    ({ simulator } = await startSite({ clock: time, scheduler: time, employeeCount: 20_000 }));
    page = await PageReader.open(simulator.baseUrl);
  });

  afterEach(async () => {
    page.close();
    await simulator.close();
  });

  it('sends at most one update in 250 ms, however much happened, and none when nothing did', async () => {
    for (let walk = 0; walk < 500; walk += 1) simulator.control.walk({ personId: '1', readerIndexCode: '1' });
    time.advance(UPDATE_EVERY_MS - 1);
    time.advance(1);
    await waitFor(() => page.messages.length === 2, 'the update');
    expect(page.view().passages?.total).toBe(500);
    time.advance(UPDATE_EVERY_MS * 10);
    simulator.control.setDoor('1', { isOnline: false });
    time.advance(UPDATE_EVERY_MS);
    await waitFor(() => page.view().doors?.[0]?.isOnline === false, 'the next update');
    // The one in between is the passages becoming visible.
    expect(page.messages.length).toBeLessThanOrEqual(4);
  });

  it('beats while nothing happens', async () => {
    time.advance(16_000);
    await waitFor(() => page.raw.includes(': still here\n\n'), 'a heartbeat');
  });

  it('stays small among 20,000 people', () => {
    const { people, doors } = page.view();
    expect(people).toMatchObject({ personCount: 20_000, guestCount: 0, guests: [] });
    expect(doors?.[0]).toMatchObject({ copyCount: 20_000, tokens: [] });
    expect(page.raw.length).toBeLessThan(10_000);
  });

  it('drops a reader that takes nothing, and keeps the others', async () => {
    const deaf = openDeafReader(Number(new URL(simulator.baseUrl).port));
    let isClosed = false;
    deaf.once('close', () => (isClosed = true));
    await ask(simulator.baseUrl, '/control/health');
    const fault = { kind: 'refuse' as const, path: '*', body: 'x'.repeat(1_000_000) };
    // Enough to fill what the kernel keeps for a socket, twelve times a megabyte.
    for (let round = 0; round < 12; round += 1) {
      simulator.control.faults.clear();
      simulator.control.faults.add({ ...fault, code: String(round) });
      time.advance(UPDATE_EVERY_MS);
      await waitFor(() => page.view().faults?.[0]?.id === round + 1, 'the update');
    }
    time.advance(PATIENCE_MS);
    deaf.resume();
    await waitFor(() => isClosed, 'the end of the deaf reader');
    simulator.control.faults.clear();
    simulator.control.setDoor('3', { isOnline: false });
    time.advance(UPDATE_EVERY_MS);
    await waitFor(() => page.view().doors?.[2]?.isOnline === false, 'news for the other');
  });
});

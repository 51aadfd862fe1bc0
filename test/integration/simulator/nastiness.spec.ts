import { GARBAGE_FORMS, type Simulator } from '../../../simulator/index.js';
import { eventually, type Partner, send, startSite } from './partner.js';

const VERSION = '/api/common/v1/version';
const ADD = '/api/resource/v1/person/single/add';
const EVENTS = '/api/acs/v1/door/events';
const DRAFT = { personFamilyName: 'Ost', personGivenName: 'Asa', orgIndexCode: '1' };

describe('the nastiest HikCentral', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  async function ask(verb: string, body: object): Promise<{ status: number; body: unknown }> {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
    const { status, text } = await send(`${simulator.baseUrl}/control/${verb}`, 'POST', headers, bytes);
    return { status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  function listing(pageNo: number) {
    const day = { startTime: '2020-01-01T00:00:00+00:00', endTime: '2020-01-01T00:00:00+00:00' };
    const nowMs = Date.now();
    const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
    const window = { startTime: at(nowMs - 3_600_000), endTime: at(nowMs + 60_000) };
    return partner.page(EVENTS, { ...day, ...window, pageNo, pageSize: 2, orderType: 0 });
  }

  it('applies a call twice: without a code two persons, with one the second is refused', async () => {
    simulator.control.faults.add({ kind: 'duplicate-effect', path: ADD });
    expect(await partner.codeOf(ADD, DRAFT)).toBe('0');
    expect(simulator.control.ownPersons()).toHaveLength(2);
    expect(await partner.codeOf(ADD, { ...DRAFT, personCode: 'V1' })).toBe('0');
    expect(simulator.control.ownPersons()).toHaveLength(3);
    simulator.control.faults.clear();
    simulator.control.faults.add({ kind: 'duplicate-effect', path: ADD, answer: 'second' });
    expect(await partner.codeOf(ADD, { ...DRAFT, personCode: 'V2' })).toBe('131');
    expect(simulator.control.personByCode('V2')).toBeDefined();
  });

  it('answers first and applies later', async () => {
    await ask('faults', { kind: 'delayed-effect', path: ADD, delayMs: 100, answer: 'error', times: 1 });
    expect((await partner.raw(ADD, { ...DRAFT, personCode: 'V1' })).status).toBe(504);
    expect(simulator.control.personByCode('V1')).toBeUndefined();
    await eventually(() => simulator.control.personByCode('V1') !== undefined);
  });

  it('applies a part of a batch under code 0', async () => {
    const ids = [await partner.addPerson('V1'), await partner.addPerson('V2'), await partner.addPerson('V3')];
    simulator.control.faults.add({ kind: 'partial', path: '/api/acs/*', applied: 2 });
    const list = ids.map((id) => ({ id }));
    const path = '/api/acs/v1/privilege/group/single/addPersons';
    expect(await partner.codeOf(path, { privilegeGroupId: '1', type: 1, list })).toBe('0');
    expect(simulator.control.members('1')).toEqual(ids.slice(0, 2));
  });

  it('lets an answer drip, to its end or for ever', async () => {
    simulator.control.faults.add({ kind: 'drip', path: VERSION, overMs: 200, times: 1 });
    const startedAtMs = performance.now();
    expect(await partner.codeOf(VERSION)).toBe('0');
    expect(performance.now() - startedAtMs).toBeGreaterThan(80);
    simulator.control.faults.add({ kind: 'drip', path: VERSION, overMs: 50, isEndless: true });
    let isOver = false;
    void partner.call(VERSION).then(
      () => (isOver = true),
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isOver).toBe(false);
  });

  it.each(GARBAGE_FORMS)('sends garbage: %s', async (form) => {
    simulator.control.faults.add({ kind: 'garbage', path: VERSION, form, times: 1 });
    const told = (): Promise<unknown> =>
      partner.raw(VERSION).then(
        ({ text }) => text,
        (error: unknown) => error,
      );
    expect(await told()).not.toBe(await told());
    expect(await partner.codeOf(VERSION)).toBe('0');
  });

  it('goes back to a backup while the doors stay, and gives no id twice', async () => {
    expect(await ask('back-up', { name: 'old' })).toMatchObject({ status: 200, body: { name: 'old' } });
    const id = await partner.addPerson('V1');
    simulator.control.edits.addMember('3', { personCode: 'V1' });
    await partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    await eventually(() => simulator.control.doorsHolding(id).length === 4);
    expect((await ask('restore', { name: 'old' })).status).toBe(204);
    expect((await ask('restore', { name: 'never' })).status).toBe(404);
    expect(simulator.control.personByCode('V1')).toBeUndefined();
    expect(simulator.control.doorsHolding(id)).toHaveLength(4);
    expect(await partner.addPerson('V1')).not.toBe(id);
  });

  it('is edited by hand, and its licence shrinks', async () => {
    await partner.addPerson('V1');
    await ask('rename-person', { personCode: 'V1', familyName: 'West' });
    await ask('expire-person', { personCode: 'V1' });
    await ask('change-face', { personCode: 'V1' });
    await ask('add-member', { privilegeGroupId: '1', personCode: 'V1' });
    const { person } = simulator.control.whereabouts('V1');
    expect(person).toMatchObject({ personName: 'Asa West', hasFace: true, privilegeGroupIds: ['1'] });
    expect(Date.parse(person?.endTime ?? '')).toBeLessThan(Date.now());
    await ask('remove-member', { privilegeGroupId: '1', personCode: 'V1' });
    expect(simulator.control.members('1')).toEqual([]);
    expect((await ask('delete-organisation', { orgIndexCode: '2' })).status).toBe(409);
    expect((await ask('delete-organisation', { orgIndexCode: '2', isForced: true })).status).toBe(204);
    expect((await ask('delete-level', { privilegeGroupId: '1' })).status).toBe(204);
    expect((await ask('delete-level', { privilegeGroupId: '1' })).status).toBe(404);
    await ask('licence', { personCapacity: 1 });
    expect(await partner.codeOf(ADD, DRAFT)).toBe('132');
    expect(simulator.control.foreignChanges()).toEqual([]);
  });

  it('shows events twice, under two ids, and only on the second page', async () => {
    const walk = { personCode: 'E00001', readerIndexCode: '1' };
    simulator.control.walk({ ...walk, event: { isListedTwice: true } });
    simulator.control.walk({ ...walk, event: { isRecordedTwice: true } });
    const late = simulator.control.walk({ ...walk, event: { missedListings: 1, eventTimeBackMs: 60_000 } }).eventId;
    const first = await listing(1);
    expect(first.total).toBe(4);
    expect(first.list[0]?.['eventId']).toBe(first.list[1]?.['eventId']);
    const second = await listing(2);
    expect(second.total).toBe(5);
    // What turned up before the page has pushed a row of the first onto the second.
    expect(second.list[0]?.['eventId']).toBe(first.list[1]?.['eventId']);
    expect((await listing(1)).list[0]?.['eventId']).toBe(late);
  });

  it('never comes to rest while others work, and shows a failure once more', async () => {
    await ask('application', { otherOperatorsPending: 2, showsPreviousFailure: true });
    const id = await partner.addPerson('V1');
    simulator.control.edits.addMember('1', { personCode: 'V1' });
    simulator.control.failApplications('1', { errorItems: '0', times: 1 });
    const reapply = () => partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    await reapply();
    await eventually(() => simulator.control.snapshot().application.applicationFailCount === 1);
    await reapply();
    await eventually(() => simulator.control.doorsHolding(id).length === 2);
    const errors = () =>
      partner.record('/api/acs/v1/auth/applicationResult', {
        applicationResultType: 2,
        type: 1,
        pageNo: 1,
        pageSize: 10,
      });
    expect(await errors()).toMatchObject({ applicationErrorResult: { applicationFailCount: 1 } });
    expect(await errors()).toMatchObject({ applicationErrorResult: { applicationFailCount: 0 } });
    const counts = await partner.record('/api/acs/v1/auth/applicationResult', { applicationResultType: 1, type: 1 });
    expect(counts).toMatchObject({ statisticResult: { unApplicationCount: 2, applicationFailCount: 0 } });
    expect(simulator.control.snapshot().application.unApplicationCount).toBe(0);
  });

  it('keeps a bounded history whose counts are exact, and streams it', async () => {
    const site = await startSite({ keptHistory: 5 });
    try {
      for (let call = 0; call < 12; call += 1) await site.partner.codeOf(VERSION);
      const { control, baseUrl } = site.simulator;
      expect(control.arrivals()).toHaveLength(5);
      expect(control.droppedHistory().arrivals).toBe(7);
      expect(control.callsByPath()).toEqual({ [`/artemis${VERSION}`]: 12 });
      expect(control.maxCallsInAnyWindow(60_000)).toBe(12);
      expect(() => control.maxCallsInAnyWindow(777)).toThrow(RangeError);
      const { text } = await send(`${baseUrl}/control/history.ndjson`, 'GET', {}, Buffer.alloc(0));
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { n: number; what: string });
      expect(lines).toHaveLength(5);
      expect(lines.at(-1)).toMatchObject({ n: 24, what: 'answer' });
    } finally {
      await site.simulator.close();
    }
  });

  it('says what is wrong with a body, with its path', async () => {
    const answer = await ask('door', { doorIndexCode: '1', applicationFault: { errorItems: '9', times: 0 } });
    expect(answer).toEqual({
      status: 400,
      body: {
        error:
          'applicationFault.errorItems: must be a comma list of 0 to 4; applicationFault.times: must be a whole number from 1',
      },
    });
  });
});

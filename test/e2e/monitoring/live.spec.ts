import { type RunningVestibule, start } from '../../../src/boot/start.js';
import { startEventEpoch } from '../../../src/platform/event-log/start-event-epoch.js';
import { ApiCaller } from '../../support/api-caller.js';
import { EventStream, type StreamOptions } from '../../support/event-stream.js';
import { testPlatform } from '../../support/platform.js';
import { environmentFor } from '../../support/vestibule.js';
import { announce } from '../../support/visit-steps.js';
import {
  type ContractWorld,
  emailOf,
  makeUser,
  openContractWorld,
  PASSWORD,
} from '../contract/support/contract-world.js';
import { appendEvents, headOf } from './support/append-events.js';

const NOBODY = '0190a0a0-0000-7000-8000-000000000000';

interface LiveVisit {
  readonly visitId: string;
  readonly type: string;
  readonly guest: { readonly fullName: string };
}

describe('the live feed', () => {
  let world: ContractWorld;
  /** A second process in all but name: an app of its own, that only answers HTTP. */
  let replica: RunningVestibule;
  const streams: EventStream[] = [];

  beforeAll(async () => {
    world = await openContractWorld();
    const { database, simulator } = world.vestibule;
    replica = await start({ ...environmentFor(database.url, simulator), ROLE: 'api' });
  }, 60_000);

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });

  afterAll(async () => {
    await replica.stop();
    await world.close();
  });

  async function open(caller: ApiCaller, options: StreamOptions = {}, baseUrl = world.baseUrl): Promise<EventStream> {
    const headers = { authorization: caller.authorization, ...options.headers };
    const stream = await EventStream.open(baseUrl, { ...options, headers });
    streams.push(stream);
    return stream;
  }

  const ofVisit = (visitId: string) => (event: { readonly data: object }) =>
    'visitId' in event.data && event.data.visitId === visitId;
  const visitIdsIn = (stream: EventStream) => stream.named<LiveVisit>('visit').map(({ data }) => data.visitId);
  /** What is told to everybody and asked of nobody: the visit that somebody announces. */
  const announced = async (overrides: Readonly<Record<string, unknown>> = {}) =>
    (await announce(world.admin, overrides)).id;

  it('tells what happens as it happens, over every process, and how the product is', async () => {
    const here = await open(world.as('security'));
    const there = await open(world.as('auditor'), {}, replica.baseUrl);
    expect([here.status, here.contentType]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const visitId = await announced({ guest: { fullName: 'Live Wire' } });
    for (const stream of [here, there]) {
      const { data } = await stream.until(ofVisit(visitId), 'the visit');
      expect(data).toMatchObject({ type: 'visit_announced', guest: { fullName: 'Live Wire' }, status: 'expected' });
      const { data: health } = await stream.until(({ name }) => name === 'health', 'health');
      expect(health).toMatchObject({ status: expect.any(String), stats: { callBudget: [{ limit: 10_000 }] } });
    }
  });

  it('goes on behind the last event, in another process, and loses nothing', async () => {
    const before = await open(world.as('reception'));
    const first = await announced();
    await before.until(ofVisit(first), 'the first visit');
    before.close();
    const missed = [await announced(), await announced(), await announced()];
    const after = await open(world.as('reception'), { lastEventId: before.lastEventId }, replica.baseUrl);
    await after.until(ofVisit(missed[2]!), 'what was missed');
    const next = await announced();
    await after.until(ofVisit(next), 'what came after');
    const announcedIds = after
      .named<LiveVisit>('visit')
      .filter(({ data }) => data.type === 'visit_announced')
      .map(({ data }) => data.visitId);
    expect(announcedIds).toEqual([...missed, next]);
    expect(after.named('reset')).toEqual([]);
  });

  it('reads a long past page by page, in order, without a gap or a double where it meets the present', async () => {
    const { dataSource } = world.vestibule.database;
    const visitId = await announced();
    const from = await headOf(dataSource);
    await appendEvents(dataSource, visitId, 2_345);
    const stream = await open(world.as('security'), { lastEventId: from }, replica.baseUrl);
    await appendEvents(dataSource, visitId, 321);
    const last = await headOf(dataSource);
    await stream.until(({ id }) => id === last, 'the last of them');
    const positions = stream.named('visit').map(({ id }) => Number(id.split('-')[1]));
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(new Set(positions).size).toBe(positions.length);
    // Its access changes meanwhile too.
    const changes = stream.named<LiveVisit>('visit').filter(({ data }) => data.type === 'visit_changed');
    expect(changes.filter(ofVisit(visitId)).length).toBe(2_345 + 321);
  });

  it.each([
    ['too old', 'too_old'],
    ['of another epoch', 'other_epoch'],
    ['of the future', 'other_epoch'],
    ['nothing of ours', 'unknown'],
  ])('answers an id that is %s with reset, and goes on from now', async (kind, reason) => {
    const { dataSource } = world.vestibule.database;
    const head = await headOf(dataSource);
    const [epoch, position] = head.split('-').map(Number) as [number, number];
    if (kind === 'too old') await appendEvents(dataSource, NOBODY, 10_001);
    const asked = {
      'too old': head,
      'of another epoch': `${epoch + 1}-${position}`,
      'of the future': `${epoch}-${position + 1_000_000}`,
      'nothing of ours': '../../etc/passwd',
    }[kind];
    const stream = await open(world.as('security'), { lastEventId: asked! });
    const { data, id } = await stream.until(({ name }) => name === 'reset', 'reset');
    expect(data).toEqual({ reason });
    expect(id).toMatch(/^\d+-\d+$/);
    const visitId = await announced();
    await stream.until(ofVisit(visitId), 'what happens after');
  });

  it('tells open streams that a backup was restored', async () => {
    const stream = await open(world.as('security'));
    await stream.until(({ name }) => name === 'health', 'health');
    const { unitOfWork } = testPlatform(world.vestibule.database);
    const epoch = await unitOfWork.run((tx) => startEventEpoch(tx, new Date()));
    const { id } = await stream.until(({ name }) => name === 'reset', 'reset');
    expect(id.startsWith(`${epoch}-`)).toBe(true);
    const visitId = await announced();
    await stream.until(ofVisit(visitId), 'what happens after');
  });

  it('shows a host their own visits and no figures', async () => {
    const host = { name: 'Host', email: emailOf('host').toUpperCase() };
    const stream = await open(world.as('host'));
    const others = await announced();
    const own = await announced({ host });
    await stream.until(ofVisit(own), 'the own visit');
    const told = await stream.until(({ name }) => name === 'health', 'health');
    expect(visitIdsIn(stream)).not.toContain(others);
    expect(told.data['stats']).toBeNull();
    const again = await open(world.as('host'), { lastEventId: stream.events[0]!.id }, replica.baseUrl);
    await again.until(({ name }) => name === 'health', 'health');
    expect(JSON.stringify(again.events)).not.toContain(others);
  });

  it.each([
    ['logs out', async (admin: ApiCaller, id: string, own: ApiCaller) => [admin, id, await own.post('/auth/logout')]],
    ['is blocked', (admin: ApiCaller, id: string) => admin.patch(`/users/${id}`, { blocked: true })],
    ['gets another role', (admin: ApiCaller, id: string) => admin.patch(`/users/${id}`, { role: 'host' })],
    [
      'gets another password',
      (admin: ApiCaller, id: string) => admin.patch(`/users/${id}`, { password: `${PASSWORD}!` }),
    ],
  ])('ends for whoever %s, before anything more is told', async (what, change) => {
    const email = `${what.replaceAll(' ', '-')}@example.com`;
    const id = await makeUser(world.admin, email, 'security');
    const own = await ApiCaller.login(world.baseUrl, email, PASSWORD);
    const stream = await open(own, {}, replica.baseUrl);
    await stream.until(({ name }) => name === 'health', 'health');
    await change(world.admin, id, own);
    const { data } = await stream.until(({ name }) => name === 'dropped', 'the end');
    expect(data).toEqual({ reason: 'permission' });
    await stream.untilEnded();
    const visitId = await announced();
    expect(visitIdsIn(stream)).not.toContain(visitId);
  });

  it('ends for a key that is revoked', async () => {
    const { body } = await world.admin.post<{ id: string; key: string }>('/api-keys', {
      name: 'wall',
      role: 'security',
    });
    const stream = await EventStream.open(world.baseUrl, { headers: { 'x-api-key': body.key } });
    streams.push(stream);
    await stream.until(({ name }) => name === 'health', 'health');
    await world.admin.delete(`/api-keys/${body.id}`);
    const { data } = await stream.until(({ name }) => name === 'dropped', 'the end');
    expect(data).toEqual({ reason: 'permission' });
  });

  it('is for nobody without credentials', async () => {
    const stream = await open(world.stranger, { headers: { authorization: 'Bearer wrong' } });
    expect([stream.status, stream.contentType]).toEqual([401, 'application/problem+json; charset=utf-8']);
  });
});

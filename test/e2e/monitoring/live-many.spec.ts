import { type RunningVestibule, start } from '../../../src/boot/start.js';
import { freePort } from '../../support/free-port.js';
import { EventStream, type StreamOptions } from '../../support/event-stream.js';
import { environmentFor, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { VestibuleProcess } from '../../support/vestibule-process.js';
import { announce } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { appendEvents, headOf } from './support/append-events.js';

const STREAMS = 300;
const CALLERS = 4;
const NONE_OPEN = '\nvestibule_live_streams 0\n';

describe('many streams, slow streams, and the end of a process', () => {
  let vestibule: TestVestibule;
  let replica: RunningVestibule;
  let keys: readonly string[];
  const streams: EventStream[] = [];

  beforeAll(async () => {
    vestibule = await openVestibule();
    replica = await start({ ...environmentFor(vestibule.database.url, vestibule.simulator), ROLE: 'api' });
    const made = Array.from({ length: CALLERS }, (_, index) =>
      vestibule.api.post<{ key: string }>('/api-keys', { name: `wall ${index}`, role: 'security' }),
    );
    keys = (await Promise.all(made)).map(({ body }) => body.key);
  }, 60_000);

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });

  afterAll(async () => {
    await replica.stop();
    await vestibule.close();
  });

  async function open(baseUrl: string, caller = 0, options: StreamOptions = {}): Promise<EventStream> {
    const stream = await EventStream.open(baseUrl, { ...options, headers: { 'x-api-key': keys[caller]! } });
    streams.push(stream);
    return stream;
  }

  const isChange = ({ name, data }: { name: string; data: object }) =>
    name === 'visit' && 'type' in data && data.type === 'visit_changed';
  const changesIn = (stream: EventStream) => stream.events.filter(isChange).map(({ id }) => id);

  it(`brings ${STREAMS} streams the same, in the same order, over both processes`, async () => {
    const baseUrls = [vestibule.running.baseUrl, replica.baseUrl];
    const { dataSource } = vestibule.database;
    const all = await Promise.all(
      Array.from({ length: STREAMS }, (_, index) => open(baseUrls[index % 2]!, index % CALLERS)),
    );
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: STREAMS }, () => 200));
    const { id } = await announce(vestibule.api);
    for (let round = 0; round < 4; round += 1) await appendEvents(dataSource, id, 5);
    await waitFor(() => all.every((stream) => changesIn(stream).length >= 20), 'all events in all streams');
    const first = changesIn(all[0]!);
    expect(first).toHaveLength(20);
    for (const stream of all) expect(changesIn(stream)).toEqual(first);
  });

  it('refuses one caller more streams than anybody needs', async () => {
    const openThere = async () => (await (await fetch(`${replica.baseUrl}/metrics`)).text()).includes(NONE_OPEN);
    await waitFor(openThere, 'the end of the streams before');
    const opened = await Promise.all(Array.from({ length: 101 }, () => open(replica.baseUrl, 3)));
    expect(opened.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(opened.filter(({ status }) => status === 429)).toHaveLength(1);
    opened[0]!.close();
    await waitFor(async () => (await open(replica.baseUrl, 3)).status === 200, 'the place of a stream that was closed');
  });

  it('drops who does not read, says why, and goes on for everybody else', async () => {
    const { dataSource } = vestibule.database;
    const slow = await open(vestibule.running.baseUrl, 1);
    const quick = await open(vestibule.running.baseUrl, 2);
    await slow.until(({ name }) => name === 'health', 'health');
    slow.stopReading();
    const { id } = await announce(vestibule.api, { guest: { fullName: 'N'.repeat(200), company: 'C'.repeat(200) } });
    const dropped = async () => {
      const metrics = await (await fetch(`${vestibule.running.baseUrl}/metrics`)).text();
      return metrics.includes('vestibule_live_streams_dropped_total{reason="slow"} 1');
    };
    // However much the sockets of this machine hold.
    for (let round = 0; round < 40 && !(await dropped()); round += 1) {
      await appendEvents(dataSource, id, 500);
      const head = await headOf(dataSource);
      await quick.until((event) => event.id === head || event.name === 'dropped', 'the newest event');
    }
    slow.goOnReading();
    await slow.untilEnded();
    expect(slow.named('dropped').map(({ data }) => data)).toEqual([{ reason: 'slow' }]);
    expect(quick.named('dropped')).toEqual([]);
    // It comes back where it was, and what it missed is sent again.
    const back = await open(replica.baseUrl, 1, { lastEventId: slow.lastEventId });
    const head = await headOf(dataSource);
    await back.until((event) => event.id === head, 'the newest event');
    expect(back.named('reset')).toEqual([]);
  }, 60_000);

  it('goes on elsewhere after kill -9, and loses nothing', async () => {
    const { database, simulator } = vestibule;
    const { dataSource } = database;
    const environment = { ...environmentFor(database.url, simulator), ROLE: 'api' };
    const process = await VestibuleProcess.start(environment, await freePort());
    try {
      const stream = await open(process.baseUrl);
      const { id } = await announce(vestibule.api);
      await appendEvents(dataSource, id, 3);
      await waitFor(() => changesIn(stream).length >= 3, 'events before the kill');
      await process.kill();
      await stream.untilEnded();
      await appendEvents(dataSource, id, 7);
      const back = await open(replica.baseUrl, 0, { lastEventId: stream.lastEventId });
      await waitFor(() => changesIn(stream).length + changesIn(back).length >= 10, 'all of them');
      const seen = [...changesIn(stream), ...changesIn(back)];
      expect(new Set(seen).size).toBe(10);
      expect(seen).toEqual([...seen].sort((one, other) => Number(one.split('-')[1]) - Number(other.split('-')[1])));
    } finally {
      await process.kill();
    }
  }, 60_000);

  it('ends its streams with a reason when it stops, and is not held up by those that do not read', async () => {
    const { database, simulator } = vestibule;
    const leaving = await start({ ...environmentFor(database.url, simulator), ROLE: 'api' });
    const reading = await open(leaving.baseUrl, 0);
    const asleep = await open(leaving.baseUrl, 1);
    await reading.until(({ name }) => name === 'health', 'health');
    asleep.stopReading();
    const startedMs = performance.now();
    await leaving.stop();
    // Twelve seconds are what an app may take.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await reading.untilEnded();
    expect(reading.named('dropped').map(({ data }) => data)).toEqual([{ reason: 'shutdown' }]);
    const back = await open(replica.baseUrl, 0, { lastEventId: reading.lastEventId });
    await back.until(({ name }) => name === 'health', 'health');
    expect(back.named('reset')).toEqual([]);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import axios, { type AxiosInstance } from 'axios';
import { Client } from 'pg';
import { startSimulator } from '../../simulator/index.js';
import { EVENTS_CHANNEL } from '../../src/platform/event-log/event-log-writer.js';
import { openBenchHouse } from '../support/bench-house.js';
import { Readers } from './readers.js';

const STREAM_COUNT = 1_000;
const CALLER_COUNT = 20;
const EVENT_COUNT = 200;
const EVENT_EVERY_MS = 100;
const LONGEST_P99_MS = 1_000;
const START_PATIENCE_MS = 40_000;
const ARRIVAL_PATIENCE_MS = 15_000;
const MB = 1_024 * 1_024;
const PASSWORD = 'long enough for a measurement';

/** A thousand open streams of one process, and how late each event is with each of them. */
async function main(): Promise<boolean> {
  const simulator = await startSimulator({ employeeCount: 0 });
  const house = await openBenchHouse({
    HIKCENTRAL_BASE_URL: simulator.baseUrl,
    HIKCENTRAL_APP_KEY: simulator.appKey,
    HIKCENTRAL_APP_SECRET: simulator.appSecret,
  });
  const port = await freePort();
  const product = startProduct({ ...house.environment, PORT: String(port), ADMIN_PASSWORD: PASSWORD });
  const readers = new Readers();
  try {
    return await measure(`http://127.0.0.1:${port}`, house.databaseUrl, readers);
  } finally {
    readers.close();
    await stop(product);
    await house.close();
    await simulator.close();
  }
}

async function measure(baseUrl: string, databaseUrl: string, readers: Readers): Promise<boolean> {
  const admin = await whenReady(baseUrl);
  const visit = await admin.post<{ id: string }>('/api/v1/visits', visitRequest());
  const keys = await Promise.all(Array.from({ length: CALLER_COUNT }, (_, index) => makeKey(admin, index)));
  const before = await usageOf(admin);
  const openingMs = await timed(() =>
    Promise.all(
      Array.from({ length: STREAM_COUNT }, (_, index) => readers.open(baseUrl, keys[index % CALLER_COUNT] ?? '')),
    ),
  );
  const quiet = await usageOf(admin);
  const tellingMs = await timed(() => tell(databaseUrl, visit.data.id, readers));
  const after = await usageOf(admin);
  const delays = readers.delaysMs.sort((one, other) => one - other);
  const at = (share: number): number => delays[Math.floor((delays.length - 1) * share)] ?? NaN;
  const cpu = ((after.cpuSeconds - quiet.cpuSeconds) * 1_000) / tellingMs;
  say(`${STREAM_COUNT} streams of ${CALLER_COUNT} callers, opened in ${(openingMs / 1_000).toFixed(1)} s`);
  say(`${EVENT_COUNT} events, one each ${EVENT_EVERY_MS} ms: ${delays.length} deliveries`);
  say(`  from before the write to the reader: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  say(`  CPU of the process meanwhile: ${(cpu * 100).toFixed(0)} % of one core`);
  say(`  memory: ${mb(before.bytes)} before, ${mb(quiet.bytes)} with the streams, ${mb(after.bytes)} after the events`);
  return [
    check('each event reached each stream once', delays.length === STREAM_COUNT * EVENT_COUNT),
    check('no stream dropped', readers.dropped === 0),
    check(`p99 below ${LONGEST_P99_MS} ms`, at(0.99) < LONGEST_P99_MS),
  ].every(Boolean);
}

/** Straight into the log, so that the delay is the feed's own. */
async function tell(databaseUrl: string, visitId: string, readers: Readers): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let told = 0; told < EVENT_COUNT; told += 1) {
      await client.query(
        `WITH appended AS (
           INSERT INTO domain_events (epoch, id, name, at, data, visit_ids, cause_kind, trace_id)
           SELECT max(epoch), gen_random_uuid(), 'visits.visit-changed.v1', $2, $3, ARRAY[$1::uuid], 'system',
                  repeat('0', 32) FROM event_epochs)
         SELECT pg_notify('${EVENTS_CHANNEL}', '')`,
        [visitId, new Date(), JSON.stringify({ visitId, guestId: visitId, changed: [] })],
      );
      await pause(EVENT_EVERY_MS);
    }
  } finally {
    await client.end();
  }
  const deadlineMs = performance.now() + ARRIVAL_PATIENCE_MS;
  while (readers.delaysMs.length < STREAM_COUNT * EVENT_COUNT && performance.now() < deadlineMs) await pause(20);
}

async function makeKey(admin: AxiosInstance, index: number): Promise<string> {
  const { data } = await admin.post<{ key: string }>('/api/v1/api-keys', { name: `wall ${index}`, role: 'security' });
  return data.key;
}

function visitRequest(): object {
  const nowMs = Date.now();
  return {
    kind: 'guest',
    guest: { fullName: 'Asa Ost', company: 'Acme' },
    host: { name: 'B. Lind', email: 'lind@example.com' },
    accessLevelIds: ['1'],
    validFrom: new Date(nowMs).toISOString(),
    validTo: new Date(nowMs + 3_600_000).toISOString(),
  };
}

async function usageOf(admin: AxiosInstance): Promise<{ readonly cpuSeconds: number; readonly bytes: number }> {
  const { data } = await admin.get<string>('/metrics');
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(data)?.[1]);
  return { cpuSeconds: read('process_cpu_seconds_total'), bytes: read('process_resident_memory_bytes') };
}

/** @returns a client that is signed in */
async function whenReady(baseUrl: string): Promise<AxiosInstance> {
  const deadlineMs = performance.now() + START_PATIENCE_MS;
  for (;;) {
    // Nobody listens before the process is up; one that never comes up ends the patience below.
    const ready = await axios.get(`${baseUrl}/health/ready`, { validateStatus: () => true }).catch(() => null);
    if (ready?.status === 200) break;
    if (performance.now() > deadlineMs) throw new Error('the process did not become ready');
    await pause(100);
  }
  const login = { email: 'admin@localhost', password: PASSWORD };
  const { data } = await axios.post<{ accessToken: string }>(`${baseUrl}/api/v1/auth/login`, login);
  return axios.create({ baseURL: baseUrl, headers: { authorization: `Bearer ${data.accessToken}` } });
}

function startProduct(environment: Readonly<Record<string, string>>): ChildProcess {
  const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const env = { PATH: process.env['PATH'], ...environment };
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function stop(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.signalCode !== null) return;
  const gone = once(product, 'exit');
  product.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(0)} MB`;
}

function check(what: string, isKept: boolean): boolean {
  say(`  ${isKept ? 'kept' : 'BROKEN'}: ${what}`);
  return isKept;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await main()) ? 0 : 1;

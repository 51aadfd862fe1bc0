import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { waitFor } from './wait-for.js';

export interface TestRedis {
  readonly url: string;
  /** Whether the test may stop it; one that `REDIS_URL` names belongs to somebody. */
  readonly isOurs: boolean;
  empty(): Promise<void>;
  stop(): Promise<void>;
  /** On the same port, empty. */
  restart(): Promise<void>;
}

/** Whether tests on Redis can run here; says so once when they can't. */
export function hasRedis(): boolean {
  if (process.env['REDIS_URL'] !== undefined) return true;
  if (spawnSync('redis-server', ['--version']).error === undefined) return true;
  process.stderr.write('neither redis-server nor REDIS_URL is here: tests on Redis are left out\n');
  return false;
}

/** A Redis of this test's own, on a free port and without a file; else the one of `REDIS_URL`. */
export async function openRedis(): Promise<TestRedis> {
  const given = process.env['REDIS_URL'];
  const port = given === undefined ? await freePort() : 0;
  const url = given ?? `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    if (given === undefined) server = spawn('redis-server', argumentsOf(port), { stdio: 'ignore' });
    await waitFor(() => answers(url), 'Redis answering');
  };
  const stop = async (): Promise<void> => {
    if (server === null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
    server = null;
  };
  await start();
  return {
    url,
    isOurs: given === undefined,
    empty: () => withClient(url, (client) => client.flushall()),
    stop,
    restart: start,
  };
}

function argumentsOf(port: number): string[] {
  return ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.ping());
    return true;
  } catch (error) {
    // Not up yet is what is being waited for; the last failure is the reason when it never comes up.
    return error === null;
  }
}

async function withClient(url: string, work: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  // Without a listener ioredis prints what `connect` rejects with as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    client.disconnect();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { StateFile } from '../../../simulator/persistence/state-file.js';
import { send } from './partner.js';

const PROGRAM = 'dist/simulator/main.js';
const KILLS = 5;
/** What a kill may lose, and as much again for a machine that is busy. */
const MAY_BE_LOST_MS = 500 + 500;

interface Acknowledged {
  readonly atMs: number;
  readonly personCode: string;
}

/** The built program in a process of its own. */
async function start(stateFile: string): Promise<{ child: ChildProcess; baseUrl: string }> {
  const args = [PROGRAM, '--port', '0', '--state', stateFile, '--employees', '200', '--limit-calls', 'none'];
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  const lines = createInterface({ input: child.stdout });
  const baseUrl = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const url = /at (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it listened`)));
  });
  return { child, baseUrl };
}

async function post(url: string, body: object): Promise<number> {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return (await send(url, 'POST', headers, bytes)).status;
}

describe('the built program, killed again and again', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds after each kill all that was acknowledged half a second before', async () => {
    const stateFile = join(folder, 'world.json');
    const added: Acknowledged[] = [];
    const walks: number[] = [];
    let eventsBefore = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, baseUrl } = await start(stateFile);
      walks.length = 0;
      const killed = new AbortController();
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const busy = (async () => {
        for (let step = 0; !killed.signal.aborted; step += 1) {
          const personCode = `K${kill}S${step}`;
          const person = { personCode, personFamilyName: 'Ost', personGivenName: 'Asa', orgIndexCode: '1' };
          const path = '/api/resource/v1/person/single/add';
          if ((await post(`${baseUrl}/control/operator`, { path, body: person })) === 200) {
            added.push({ atMs: performance.now(), personCode });
          }
          await post(`${baseUrl}/control/walk`, { personCode: 'E00001', readerIndexCode: '1' });
          walks.push(performance.now());
        }
      })().catch((error: unknown) => error);
      await wait(900 + kill * 150);
      killed.abort();
      const killedAtMs = performance.now();
      child.kill('SIGKILL');
      await exited;
      await busy;

      const saved = new StateFile(stateFile).load();
      const codes = new Set(saved?.persons.map(({ personCode }) => personCode));
      const isSafe = (atMs: number): boolean => atMs < killedAtMs - MAY_BE_LOST_MS;
      const safe = added.filter(({ atMs }) => isSafe(atMs));
      expect(safe.filter(({ personCode }) => !codes.has(personCode))).toEqual([]);
      expect(saved?.events.length).toBeGreaterThanOrEqual(eventsBefore + walks.filter(isSafe).length);
      expect(new Set(saved?.events.map(({ eventId }) => eventId)).size).toBe(saved?.events.length);
      eventsBefore = saved?.events.length ?? 0;
      // What a kill has lost is lost for good; the next ones must keep what is there.
      added.splice(0, added.length, ...[...codes].filter((code) => code.startsWith('K')).map(lasting));
    }
    expect(added.length).toBeGreaterThan(KILLS);
    expect(eventsBefore).toBeGreaterThan(KILLS);
  }, 120_000);
});

function lasting(personCode: string): Acknowledged {
  return { atMs: 0, personCode };
}

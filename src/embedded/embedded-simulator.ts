import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedStartError } from './embedded-start-error.js';
import { readOrMake } from './kept-file.js';
import { freePort, isPortFree } from './ports.js';

/** The simulator's default world: level 1 opens the main entrance and the exit. */
export const VISITORS_LEVEL_ID = '1';
/** Its readers at the perimeter; the laboratory lies inside and says nothing about who is on site. */
export const PERIMETER = 'reader:1=entry,reader:2=exit,reader:3=exit,reader:5=entry,reader:6=exit';

/** What has to stay the same from start to start: another address or key would be another HikCentral. */
interface Partner {
  readonly port: number;
  readonly appKey: string;
  readonly appSecret: string;
}

export interface CallLimit {
  readonly calls: number;
  readonly windowSeconds: number;
}

const START_TIMEOUT_MS = 15_000;
/** A quarter of the 20 s that a stop may take as a whole (`src/boot/stop-on-signals.ts`). */
const STOP_TIMEOUT_MS = 5_000;
/** A simulator whose parent was killed saves its world and goes. */
const LEFTOVER_TIMEOUT_MS = 3_000;
const LOOK_AGAIN_MS = 50;
const ERROR_TAIL_CHARACTERS = 1_000;

/** The bundled HikCentral as a process of its own: it would not share our event loop in real life either. */
export class EmbeddedSimulator {
  private constructor(
    private readonly child: ChildProcess,
    private readonly partner: Partner,
  ) {}

  /**
   * @param folder where its world and its address are kept
   * @param limit what it allows is what we keep to
   */
  static async start(folder: string, limit: CallLimit): Promise<EmbeddedSimulator> {
    const partner = await settlePartner(`${folder}/simulator-partner.json`);
    const child = spawn(process.execPath, programOf(folder, partner, limit), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for us, and we stop it when nobody needs it any more.
      detached: true,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await untilListening(child);
    return new EmbeddedSimulator(child, partner);
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      HIKCENTRAL_BASE_URL: `http://127.0.0.1:${this.partner.port}`,
      HIKCENTRAL_APP_KEY: this.partner.appKey,
      HIKCENTRAL_APP_SECRET: this.partner.appSecret,
    };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(impatience);
  }
}

function programOf(folder: string, { port, appKey, appSecret }: Partner, limit: CallLimit): readonly string[] {
  return [
    '--enable-source-maps',
    `--import=${new URL('./exit-with-parent.js', import.meta.url).href}`,
    fileURLToPath(new URL('../../simulator/main.js', import.meta.url)),
    `--port=${port}`,
    `--state=${folder}/simulator-world.json`,
    `--app-key=${appKey}`,
    `--app-secret=${appSecret}`,
    `--limit-calls=${limit.calls}`,
    `--limit-window=${limit.windowSeconds}`,
  ];
}

/** The remembered port, unless a stranger sits on it. */
async function settlePartner(path: string): Promise<Partner> {
  const port = await freePort();
  const kept = JSON.parse(readOrMake(path, () => JSON.stringify(newPartner(port)))) as Partner;
  if (await becomesFree(kept.port)) return kept;
  const moved: Partner = { ...kept, port };
  writeFileSync(path, JSON.stringify(moved), { mode: 0o600 });
  return moved;
}

function newPartner(port: number): Partner {
  return { port, appKey: String(randomInt(10_000_000, 100_000_000)), appSecret: randomBytes(15).toString('base64url') };
}

async function becomesFree(port: number): Promise<boolean> {
  const deadlineMs = performance.now() + LEFTOVER_TIMEOUT_MS;
  while (!(await isPortFree(port))) {
    if (performance.now() > deadlineMs) return false;
    await pause(LOOK_AGAIN_MS);
  }
  return true;
}

/** Its first line says that it listens; what it says after that is its own affair. */
function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const failed = (what: string): void => {
      child.kill('SIGKILL');
      reject(new EmbeddedStartError(`the bundled simulator ${what}: ${complaint.slice(-ERROR_TAIL_CHARACTERS)}`));
    };
    const impatience = setTimeout(() => failed('does not answer'), START_TIMEOUT_MS);
    child.stderr?.on(
      'data',
      (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-ERROR_TAIL_CHARACTERS)),
    );
    child.once('error', () => failed('cannot be started'));
    const died = (): void => {
      clearTimeout(impatience);
      failed('stopped at once');
    };
    child.once('exit', died);
    child.stdout?.once('data', () => {
      clearTimeout(impatience);
      child.off('exit', died);
      child.stdout?.resume();
      resolve();
    });
  });
}

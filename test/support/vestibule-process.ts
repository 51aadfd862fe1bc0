import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import axios from 'axios';
import { ApiCaller } from './api-caller.js';
import { ADMIN } from './vestibule.js';
import { waitFor } from './wait-for.js';

/** The built program as a process of its own, to be killed. `npm test` builds it first. */
export class VestibuleProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Everything that it wrote. */
    readonly said: () => string,
    readonly baseUrl: string,
    readonly api: ApiCaller,
  ) {}

  static async start(environment: Readonly<Record<string, string>>, port: number): Promise<VestibuleProcess> {
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const baseUrl = `http://127.0.0.1:${port}`;
    await waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}: ${said.slice(-4_000)}`);
        return isReady(baseUrl);
      },
      'a ready process',
      30_000,
    );
    // A worker answers nobody.
    const isApi = environment['ROLE'] !== 'worker';
    const api = isApi ? await ApiCaller.login(baseUrl, ADMIN.email, ADMIN.password) : new ApiCaller(baseUrl);
    return new VestibuleProcess(child, () => said, baseUrl, api);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    return (await axios.get(`${baseUrl}/health/ready`, { validateStatus: () => true })).status === 200;
  } catch (error) {
    // Not listening yet; anything else is for the caller to see.
    if (axios.isAxiosError(error)) return false;
    throw error;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import axios from 'axios';
import { ApiCaller } from './api-caller.js';
import { ADMIN } from './vestibule.js';
import { waitFor } from './wait-for.js';

/** The built program as a process of its own, to be killed. `npm test` builds it first. */
export class VestibuleProcess {
  /** Everything that it wrote. */
  readonly said = (): string => this.output;
  readonly baseUrl: string;
  private readonly child: ChildProcess;
  private caller: ApiCaller;
  private output = '';

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    port: number,
  ) {
    this.child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Nobody of ours is left behind, not even a frozen one, when whoever started it is told to end.
    const killIt = (): void => {
      this.child.kill('SIGKILL');
    };
    process.once('exit', killIt);
    this.child.once('exit', () => process.off('exit', killIt));
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.caller = new ApiCaller(this.baseUrl);
  }

  /** Begun, and not waited for. */
  static begin(environment: Readonly<Record<string, string>>, port: number): VestibuleProcess {
    return new VestibuleProcess(environment, port);
  }

  static async start(environment: Readonly<Record<string, string>>, port: number): Promise<VestibuleProcess> {
    const process = VestibuleProcess.begin(environment, port);
    await process.untilReady();
    return process;
  }

  /** @throws Error when it ends instead */
  async untilReady(patienceMs = 30_000): Promise<void> {
    await waitFor(
      () => {
        if (this.isGone()) throw new Error(`the process ended: ${this.output.slice(-4_000)}`);
        return isReady(this.baseUrl);
      },
      'a ready process',
      patienceMs,
    );
    // A worker answers nobody.
    const isApi = this.environment['ROLE'] !== 'worker';
    if (isApi) this.caller = await ApiCaller.login(this.baseUrl, ADMIN.email, ADMIN.password);
  }

  /** Logged in once it was ready. */
  get api(): ApiCaller {
    return this.caller;
  }

  get pid(): number {
    // A process that was started has one.
    return this.child.pid!;
  }

  /** Stands still until {@link goOn}, in the middle of whatever it does. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.isGone()) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  private isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
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

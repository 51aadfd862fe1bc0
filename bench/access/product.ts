import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** The built program in a process of its own, so that its memory is its own. */
export class Product {
  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<Product> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
      env: { PATH: process.env['PATH'], ...environment, PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const product = new Product(child, `http://127.0.0.1:${port}`);
    const deadlineMs = performance.now() + READY_WITHIN_MS;
    while (!(await product.isReady())) {
      product.assertRunning();
      if (performance.now() > deadlineMs) {
        await product.stop();
        throw new Error(`the product was not ready within ${READY_WITHIN_MS} ms`);
      }
      await pause(LOOK_EVERY_MS);
    }
    return product;
  }

  /** @throws Error when it ended by itself */
  assertRunning(): void {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) throw new Error(`the product ended with ${exitCode ?? signalCode}`);
  }

  /** The most memory it ever held, as Linux counts it. @throws Error elsewhere */
  peakMemoryMiB(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kib === undefined) throw new Error('the peak of memory is not told');
    return Math.round(Number(kib) / 1_024);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.baseUrl}/health/ready`)).ok;
    } catch (error) {
      // Not listening yet; anything else is for the caller to see.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

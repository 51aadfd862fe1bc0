import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Simulator } from '../simulator/index.js';

const READY_WITHIN_MS = 60_000;

export interface ProductOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly simulator: Simulator;
  readonly limitCalls: number;
  readonly limitWindowSeconds: number;
}

/** The product itself, as `npm start` runs it, in a process of its own; its log lines go to a file beside the data. */
export class Product {
  private hasExited = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
    readonly logFile: string,
  ) {
    child.once('exit', () => (this.hasExited = true));
  }

  static async start(options: ProductOptions): Promise<Product> {
    await mkdir(options.dataDir, { recursive: true });
    const logFile = join(options.dataDir, 'demo.log');
    const child = spawn(process.execPath, ['--enable-source-maps', join('dist', 'src', 'main.js')], {
      env: { ...process.env, ...settingsOf(options) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile);
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const product = new Product(child, `http://127.0.0.1:${options.port}`, logFile);
    await product.untilReady();
    return product;
  }

  async stop(): Promise<void> {
    if (this.hasExited) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await exited;
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.isReady())) {
      if (this.hasExited) throw new Error(`the product did not start; ${this.logFile} says why`);
      if (Date.now() > deadline) throw new Error(`the product is not ready after a minute; see ${this.logFile}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
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

/** The day is accelerated, so what is counted in minutes on a site is counted in seconds here. */
function settingsOf(options: ProductOptions): NodeJS.ProcessEnv {
  const { simulator } = options;
  return {
    PORT: String(options.port),
    VESTIBULE_DATA_DIR: options.dataDir,
    ADMIN_EMAIL: options.adminEmail,
    ADMIN_PASSWORD: options.adminPassword,
    HIKCENTRAL_BASE_URL: simulator.baseUrl,
    HIKCENTRAL_APP_KEY: simulator.appKey,
    HIKCENTRAL_APP_SECRET: simulator.appSecret,
    HIKCENTRAL_RATE_LIMIT_CALLS: String(options.limitCalls),
    HIKCENTRAL_RATE_LIMIT_WINDOW: String(options.limitWindowSeconds),
    HIKCENTRAL_DEFAULT_ACCESS_LEVEL: '1',
    DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit,reader:3=exit',
    MONITORING_INTERVAL_SECONDS: '2',
    VISIT_AUTO_CLOSE_GRACE_MINUTES: '0',
  };
}

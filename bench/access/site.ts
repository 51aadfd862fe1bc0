import { setTimeout as pause } from 'node:timers/promises';
import { type Simulator, startSimulator } from '../../simulator/index.js';
import { openBenchHouse } from '../support/bench-house.js';
import { Api, isAccess, type Visit } from './api.js';
import { Crowd, fingerprintOfOthers } from './crowd.js';
import { Guests } from './guests.js';
import { Product } from './product.js';

export interface SiteOptions {
  /** Calls in any window, those of the reserve among them. */
  readonly limit: number;
  readonly windowSeconds: number;
  readonly reserve: number;
  /** Employees, who are not ours and walk through the doors. */
  readonly employeeCount: number;
  readonly passagesPerSecond: number;
  readonly pollSeconds: number;
  readonly driftCheckSeconds: number;
  /** One process answers and another works, so that a backlog can come together while nobody works it off. */
  readonly isWorkerApart?: boolean;
}

const ADMIN = { email: 'admin@example.com', password: 'bench-of-access-1a2b3c' } as const;
const FIRST_GUEST_WITHIN_MS = 180_000;

/** HikCentral, its doors and its people, and the whole product in a process and on a database of its own. */
export class Site {
  private constructor(
    readonly simulator: Simulator,
    readonly product: Product,
    readonly api: Api,
    readonly guests: Guests,
    readonly crowd: Crowd,
    readonly windowMs: number,
    private worker: Product | null,
    private readonly startWorker: () => Promise<Product>,
    private readonly others: string,
    private readonly closeHouse: () => Promise<void>,
  ) {}

  static async open(options: SiteOptions): Promise<Site> {
    const { limit, windowSeconds, reserve, employeeCount, passagesPerSecond } = options;
    const windowMs = windowSeconds * 1_000;
    const simulator = await startSimulator({ employeeCount, limit: { calls: limit, windowMs } });
    const others = fingerprintOfOthers(simulator);
    const house = await openBenchHouse({
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      HIKCENTRAL_BASE_URL: simulator.baseUrl,
      HIKCENTRAL_APP_KEY: simulator.appKey,
      HIKCENTRAL_APP_SECRET: simulator.appSecret,
      HIKCENTRAL_RATE_LIMIT_CALLS: String(limit),
      HIKCENTRAL_RATE_LIMIT_WINDOW: String(windowSeconds),
      HIKCENTRAL_REVOKE_RESERVE: String(reserve),
      HIKCENTRAL_DEFAULT_ACCESS_LEVEL: '1',
      DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit,reader:3=exit',
      MONITORING_INTERVAL_SECONDS: String(options.pollSeconds),
      DRIFT_CHECK_SECONDS: String(options.driftCheckSeconds),
    });
    const { isWorkerApart = false } = options;
    const product = await Product.start({ ...house.environment, ROLE: isWorkerApart ? 'api' : 'all' });
    const startWorker = (): Promise<Product> => Product.start({ ...house.environment, ROLE: 'worker' });
    const worker = isWorkerApart ? await startWorker() : null;
    const api = await Api.login(product.baseUrl, ADMIN.email, ADMIN.password);
    const crowd = new Crowd(simulator, employeeCount, passagesPerSecond);
    crowd.start();
    const guests = await Guests.withFaces(api);
    const close = (): Promise<void> => house.close();
    return new Site(simulator, product, api, guests, crowd, windowMs, worker, startWorker, others, close);
  }

  /** Afterwards organisation, levels and doors are known, and every slot is free. */
  async warmUp(): Promise<void> {
    const [id = ''] = await this.guests.announce(1);
    await this.api.until([id], isAccess('granted'), FIRST_GUEST_WITHIN_MS);
    await this.api.cancel(id);
    await this.api.until([id], isAccess('revoked'), FIRST_GUEST_WITHIN_MS);
    await this.oneWindow();
  }

  /** @throws Error where the worker is not apart */
  async whileNobodyWorks(work: () => Promise<unknown>): Promise<void> {
    if (this.worker === null) throw new Error('whoever answers works too');
    await this.worker.stop();
    await work();
    this.worker = await this.startWorker();
  }

  /** Of the larger of the processes. */
  peakMemoryMiB(): number {
    return Math.max(this.product.peakMemoryMiB(), this.worker?.peakMemoryMiB() ?? 0);
  }

  /** Every slot that was used before is free again. */
  async oneWindow(): Promise<void> {
    await pause(this.windowMs * 1.1);
  }

  /** All walk through one reader within one instant. */
  walkAll(visits: readonly Visit[], readerIndexCode: string): void {
    const personCodes = visits.flatMap(({ access }) => access.personCode ?? []);
    const { granted } = this.simulator.control.walkMany({ readerIndexCode, personCodes, count: visits.length });
    if (granted !== visits.length) throw new Error(`${granted} of ${visits.length} guests were let through`);
  }

  /** How much changed of what is not ours: records that we touched, and whether anything is not as it was. */
  foreignChanges(): number {
    const isAsItWas = fingerprintOfOthers(this.simulator) === this.others;
    return this.simulator.control.foreignChanges().length + (isAsItWas ? 0 : 1);
  }

  async close(): Promise<void> {
    this.crowd.stop();
    await this.worker?.stop();
    await this.product.stop();
    await this.simulator.close();
    await this.closeHouse();
  }
}

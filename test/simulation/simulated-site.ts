import { loadSettings } from '../../src/config/load-settings.js';
import { Settings } from '../../src/config/settings.js';
import { leaseKeyOf } from '../../src/modules/hikcentral-gateway/budget/lease-key.js';
import { KeyVault } from '../../src/platform/crypto/key-vault.js';
import { LocalDoorbell } from '../../src/platform/doorbell/local-doorbell.js';
import { COMPLETE_ENVIRONMENT } from '../support/settings.js';
import { TestLogger } from '../support/test-logger.js';
import { Checker } from './checker/checker.js';
import { Story } from './checker/story.js';
import { Troubles } from './checker/troubles.js';
import { Api } from './product/api.js';
import { LeaseOffice } from './product/lease-office.js';
import { type PlantedBug } from './product/planted-bug.js';
import { ProcessClock } from './product/process-clock.js';
import { ProductProcess } from './product/product-process.js';
import { SiteBells } from './product/site-bells.js';
import { type Storage, type StorageParts } from './storage/storage.js';
import { Changes } from './world/changes.js';
import { Dice, ProductRandom } from './world/dice.js';
import { APP_KEY, APP_SECRET, HikCentral } from './world/hikcentral.js';
import { untilEnded } from './world/quiescence.js';
import { VirtualTime } from './world/virtual-time.js';
import { Wire } from './world/wire.js';

const BASE_URL = 'https://hikcentral.test';
/** Clocks of ours, of HikCentral and of the doors, at most. */
const SKEW_MS = 20_000;
const DAY_MS = 24 * 3_600_000;
const MOST_READ_AT_ONCE = 500;

export interface SiteOptions {
  readonly seed: number;
  readonly start: Date;
  readonly employeeCount: number;
  readonly sampleMs: number;
  readonly openStorage: (parts: StorageParts) => Promise<Storage>;
  readonly bug?: PlantedBug;
}

/** One site: HikCentral and its doors, the wire, our processes, and whoever watches. */
export class SimulatedSite {
  readonly dice: Dice;
  readonly story: Story;
  readonly troubles: Troubles;
  readonly checker: Checker;
  readonly hikcentral: HikCentral;
  readonly wire: Wire;
  readonly bells = new SiteBells();
  readonly api: Api;
  readonly logger = new TestLogger();
  readonly processes: ProductProcess[] = [];

  private constructor(
    readonly time: VirtualTime,
    private readonly changes: Changes,
    private readonly options: SiteOptions,
    readonly settings: Settings,
    private readonly storage: Storage,
    private readonly office: LeaseOffice,
    private readonly serverId: string,
    private readonly random: ProductRandom,
    private readonly vault: KeyVault,
  ) {
    const { seed, employeeCount } = options;
    const nowMs = (): number => time.nowMs;
    this.dice = new Dice(seed);
    this.story = new Story(nowMs);
    this.troubles = new Troubles(nowMs);
    const { rateLimitCalls: calls, rateLimitWindowMs: windowMs } = settings.hikcentral;
    const softVersion = this.dice.pick(['V3.1.0.0', 'V3.1.0.0', 'V3.1.0.0', 'V2.6.1.0']);
    const applyDelayMs = this.dice.between(200, 4_000);
    this.hikcentral = new HikCentral(time, { seed, employeeCount, calls, windowMs, applyDelayMs, softVersion });
    this.wire = new Wire(time, this.hikcentral, this.dice.fork(), { least: 20, most: 400 });
    this.api = new Api(time, () => this.processes.find(({ isUp }) => isUp) ?? null);
    this.checker = new Checker(this.hikcentral, this.troubles, nowMs, {
      earlyMs: settings.earlyArrivalMs,
      rules: settings,
      calls,
      windowMs,
      applyDelayMs,
      reserve: settings.hikcentral.revokeReserve,
      sampleMs: options.sampleMs,
      passagesEveryMs: settings.monitoringIntervalMs,
      // With a whole crowd to read, a comparison takes a day to come round.
      driftCheckMs: employeeCount > MOST_READ_AT_ONCE ? DAY_MS : settings.driftCheckMs,
      skewMs: SKEW_MS,
    });
    this.api.onVisit = (view) => this.checker.answered(view);
  }

  static async open(options: SiteOptions): Promise<SimulatedSite> {
    const time = new VirtualTime(options.start.getTime());
    const random = new ProductRandom(new Dice(options.seed).fork(), () => time.nowMs);
    const vault = new KeyVault(Buffer.alloc(32, 7), random);
    const changes = new Changes();
    const clock = new ProcessClock(time, changes);
    const settings = siteSettings(new Dice(options.seed).fork());
    const doorbell = new LocalDoorbell();
    const onChange = changes.happened;
    const storage = await options.openStorage({ clock, random, vault, settings, doorbell, onChange });
    const { rateLimitCalls: limit, rateLimitWindowMs: windowMs, revokeReserve } = settings.hikcentral;
    const server = { name: 'HikCentral', baseUrl: BASE_URL, appKey: APP_KEY, appSecret: APP_SECRET };
    await storage.unitOfWork.run((tx) =>
      storage.serverStore.saveFromSettings(tx, { ...server, limit, windowMs, revokeReserve }, clock.now()),
    );
    const [row] = await storage.unitOfWork.read((tx) => storage.serverStore.servers(tx));
    if (row === undefined) throw new Error('the storage keeps no server');
    const office = new LeaseOffice(time, storage.leases, leaseKeyOf(BASE_URL, APP_KEY));
    return new SimulatedSite(time, changes, options, settings, storage, office, row.id, random, vault);
  }

  startProcess(): ProductProcess {
    const { time, changes, storage, office, bells, wire, settings, random, vault, logger, serverId } = this;
    const { bug } = this.options;
    const process = new ProductProcess({
      ...{ time, changes, storage, office, bells, wire, settings, random, vault, logger, serverId },
      ...(bug !== undefined && { bug }),
      onEnd: (ended) => {
        this.processes.splice(this.processes.indexOf(ended), 1);
        this.onProcessEnd();
      },
    });
    this.processes.push(process);
    process.start();
    return process;
  }

  /** Told of every process that ended, of its own will or not. */
  onProcessEnd: () => void = () => undefined;

  until(instantMs: number): Promise<void> {
    return new Promise((resolve) => this.time.at(instantMs, resolve));
  }

  sleep(ms: number): Promise<void> {
    return this.until(this.time.nowMs + ms);
  }

  async close(): Promise<void> {
    this.onProcessEnd = () => undefined;
    for (const process of [...this.processes]) process.life.end();
    await untilEnded(this.storage.close());
  }
}

/** How often this site looks, in seconds; most of them not often, since a reading of nothing costs a world as much as any call. */
const PASSAGES_EVERY_S = [60, 120, 240, 240, 240, 240, 240, 240];
const COMPARES_EVERY_S = [900, 3_600, 3_600];

function siteSettings(dice: Dice): Settings {
  const loaded = loadSettings({
    ...COMPLETE_ENVIRONMENT,
    MONITORING_INTERVAL_SECONDS: String(dice.pick(PASSAGES_EVERY_S)),
    DRIFT_CHECK_SECONDS: String(dice.pick(COMPARES_EVERY_S)),
    HIKCENTRAL_BASE_URL: BASE_URL,
    HIKCENTRAL_APP_KEY: APP_KEY,
    HIKCENTRAL_APP_SECRET: APP_SECRET,
    HIKCENTRAL_DEFAULT_ACCESS_LEVEL: '1',
    DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit,reader:3=exit,reader:4=entry,reader:5=entry,reader:6=exit',
  });
  return Object.assign(Object.create(Settings.prototype) as Settings, loaded);
}

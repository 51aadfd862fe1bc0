import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.js';
import { start, type RunningVestibule } from '../../src/boot/start.js';
import { ApiCaller } from './api-caller.js';
import { openTestDatabase, type TestDatabase } from './database.js';
import { COMPLETE_ENVIRONMENT } from './settings.js';

/** Readers of the simulator's default perimeter. */
export const ENTRANCE_READER = '1';
export const EXIT_READER = '3';
/** Level of the default perimeter that opens the entrance and the exit. */
export const VISITORS_LEVEL = '1';

export interface VestibuleOptions {
  readonly simulator?: SimulatorOptions;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The whole product on real parts: database, simulator, HTTP, worker. */
export interface TestVestibule {
  readonly simulator: Simulator;
  readonly database: TestDatabase;
  readonly running: RunningVestibule;
  /** Logged in as the first admin. */
  readonly api: ApiCaller;
  close(): Promise<void>;
}

export const ADMIN = { email: 'admin@example.com', password: COMPLETE_ENVIRONMENT.ADMIN_PASSWORD } as const;

/** The settings with which a process meets this database and this simulator, the budget out of the way. */
export function environmentFor(
  databaseUrl: string,
  simulator: Pick<Simulator, 'baseUrl' | 'appKey' | 'appSecret'>,
): Record<string, string> {
  return {
    ...COMPLETE_ENVIRONMENT,
    PORT: '0',
    DATABASE_URL: databaseUrl,
    ADMIN_EMAIL: ADMIN.email,
    HIKCENTRAL_BASE_URL: simulator.baseUrl,
    HIKCENTRAL_APP_KEY: simulator.appKey,
    HIKCENTRAL_APP_SECRET: simulator.appSecret,
    HIKCENTRAL_RATE_LIMIT_CALLS: '10000',
    HIKCENTRAL_DEFAULT_ACCESS_LEVEL: VISITORS_LEVEL,
    DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit,reader:3=exit',
    MONITORING_INTERVAL_SECONDS: '1',
  };
}

export async function openVestibule(options: VestibuleOptions = {}): Promise<TestVestibule> {
  const database = await openTestDatabase();
  const simulator = await startSimulator({
    limit: { calls: null },
    applyDelayMs: 50,
    eventDelayMs: 100,
    ...options.simulator,
  });
  const running = await start({ ...environmentFor(database.url, simulator), ...options.environment });
  return {
    simulator,
    database,
    running,
    api: await ApiCaller.login(running.baseUrl, ADMIN.email, ADMIN.password),
    close: async () => {
      await running.stop();
      await simulator.close();
      await database.close();
    },
  };
}

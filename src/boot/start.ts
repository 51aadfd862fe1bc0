import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings, outlineSettings, type SettingsOutline } from '../config/load-settings.js';
import { isGiven, type Environment } from '../config/settings-rules.js';
import { type Settings } from '../config/settings.js';
import { type EmbeddedParts } from '../embedded/index.js';

/** Of the 20 s that a stop may take (`stop-on-signals.ts`); the rest is for the embedded parts. */
const APP_STOP_TIMEOUT_MS = 12_000;

/** A whole Vestibule, up and answering. */
export interface RunningVestibule {
  readonly settings: Settings;
  /** Where this machine reaches it. */
  readonly baseUrl: string;
  readonly port: number;
  /** What stands in for settings that were not given, one line each. */
  readonly embeddedLines: readonly string[];
  /** Set when this start made the first admin and nobody had chosen a password: to be shown once. */
  readonly firstAdminPassword: string | null;
  /** Finishes what runs, then stops everything that was started here. */
  stop(): Promise<void>;
}

/**
 * Starts one process's worth: the embedded parts where they are needed, the schema, the app.
 * @throws SettingsError SETTINGS.INVALID before anything is touched
 * @throws PendingMigrationsError START.PENDING_MIGRATIONS in production
 * @throws AlreadyRunningError START.ALREADY_RUNNING
 */
export async function start(env: Environment): Promise<RunningVestibule> {
  const outline = outlineSettings(env);
  // The program is loaded while the embedded parts start: each takes about a second.
  const [parts, { applyMigrations, refusePendingMigrations, createApp, FirstAdmin }] = await Promise.all([
    embeddedParts(outline),
    import('./program.js'),
  ]);
  try {
    const isPasswordOurs = parts.environment['ADMIN_PASSWORD'] !== undefined;
    const settings = loadSettings({ ...parts.environment, ...givenOf(env) });
    await (settings.isProduction ? refusePendingMigrations : applyMigrations)(settings.databaseDirectUrl);
    const app = await createApp(settings);
    try {
      await app.listen(settings.port, '0.0.0.0');
    } catch (error) {
      await app.close();
      throw error;
    }
    const { port } = app.getHttpServer().address() as AddressInfo;
    return {
      settings,
      baseUrl: `http://localhost:${port}`,
      port,
      embeddedLines: parts.lines,
      firstAdminPassword: isPasswordOurs && app.get(FirstAdmin).wasMade ? settings.adminPassword : null,
      stop: () => stopAll(app, parts),
    };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** The embedded parts stop also when the app does not: nothing of ours may be left behind. */
async function stopAll(app: NestFastifyApplication, parts: EmbeddedParts): Promise<void> {
  const deadline = new AbortController();
  const late = pause(APP_STOP_TIMEOUT_MS, 'late', { signal: deadline.signal }).catch(() => 'in time');
  const closed = app.close().then(() => 'in time');
  try {
    if ((await Promise.race([closed, late])) === 'late') throw new Error('the app did not stop in time');
  } finally {
    deadline.abort();
    await parts.stop();
  }
}

const NOTHING_EMBEDDED: EmbeddedParts = { environment: {}, lines: [], stop: () => Promise.resolve() };

async function embeddedParts(outline: SettingsOutline): Promise<EmbeddedParts> {
  if (outline.missing.length === 0) return NOTHING_EMBEDDED;
  // Only here: an installation for production has neither these files' packages nor any use for them.
  const { startEmbedded } = await import('../embedded/index.js');
  return startEmbedded(outline);
}

/** An empty variable must not hide what an embedded part supplies. */
function givenOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isGiven(env, name)));
}

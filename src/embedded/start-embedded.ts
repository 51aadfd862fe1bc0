import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { EmbeddedSimulator, PERIMETER, VISITORS_LEVEL_ID, type CallLimit } from './embedded-simulator.js';
import { HouseLock } from './house-lock.js';
import { readOrMake } from './kept-file.js';

export interface EmbeddedOptions {
  /** Settings that nobody gave. */
  readonly missing: readonly string[];
  readonly dataFolder: string;
  readonly callLimit: CallLimit;
}

/** What stands in, outside production, for what was not set. */
export interface EmbeddedParts {
  /** Completes the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** One line for each, with where its data lies. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

const KEY_BYTES = 32;
/** 18 bytes are 24 characters of base64: more than anybody guesses. */
const PASSWORD_BYTES = 18;

/**
 * Starts what is missing and nothing else.
 * @throws AlreadyRunningError START.ALREADY_RUNNING when another process has the data folder
 */
export async function startEmbedded({ missing, dataFolder, callLimit }: EmbeddedOptions): Promise<EmbeddedParts> {
  const folder = resolve(dataFolder);
  const environment: Record<string, string> = {};
  const lines: string[] = [];
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    // Backwards, so that the lock goes last.
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next();
  };
  const needs = (name: string): boolean => missing.includes(name);
  try {
    if (needs('SITE_TIME_ZONE')) environment['SITE_TIME_ZONE'] = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (needs('ADMIN_PASSWORD')) environment['ADMIN_PASSWORD'] = randomBytes(PASSWORD_BYTES).toString('base64url');
    if (needs('SECRET_KEY')) {
      mkdirSync(folder, { recursive: true });
      environment['SECRET_KEY'] = readOrMake(`${folder}/secret-key`, () => randomBytes(KEY_BYTES).toString('base64'));
      lines.push(`key         ${folder}/secret-key`);
    }
    if (needs('DATABASE_URL') || needs('HIKCENTRAL_BASE_URL')) {
      mkdirSync(folder, { recursive: true });
      const lock = HouseLock.take(folder);
      stops.push(() => lock.release());
    }
    if (needs('DATABASE_URL')) {
      const postgres = await EmbeddedPostgres.open(`${folder}/postgres`);
      stops.push(() => postgres.stop());
      environment['DATABASE_URL'] = await postgres.start();
      lines.push(`PostgreSQL  ${folder}/postgres (queues too)`);
    }
    if (needs('HIKCENTRAL_BASE_URL')) {
      const simulator = await EmbeddedSimulator.start(folder, callLimit);
      stops.push(() => simulator.stop());
      Object.assign(environment, simulator.environment, {
        HIKCENTRAL_DEFAULT_ACCESS_LEVEL: VISITORS_LEVEL_ID,
        DOOR_DIRECTIONS: PERIMETER,
      });
      lines.push(
        `HikCentral  simulated at ${simulator.environment['HIKCENTRAL_BASE_URL'] ?? ''}, ${folder}/simulator-world.json`,
      );
    }
    return { environment, lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

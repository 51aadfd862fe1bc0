import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations } from '../../src/app.migrations.js';
import { outlineSettings } from '../../src/config/load-settings.js';
import { startEmbedded } from '../../src/embedded/index.js';

/** A PostgreSQL of its own in a folder that goes when it does. */
export interface BenchHouse {
  readonly databaseUrl: string;
  /** What a process needs besides the server it speaks to. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param hikcentral settings of the server the processes speak to, so that no other is started */
export async function openBenchHouse(hikcentral: Readonly<Record<string, string>>): Promise<BenchHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'vestibule-bench-'));
  // As root PostgreSQL runs as another user, who must be able to walk in.
  await chmod(folder, 0o755);
  const given = { ...hikcentral, VESTIBULE_DATA_DIR: folder };
  const parts = await startEmbedded(outlineSettings(given));
  const environment: Readonly<Record<string, string>> = { ...parts.environment, ...given };
  const databaseUrl = environment['DATABASE_URL'] ?? '';
  await applyMigrations(databaseUrl);
  return {
    databaseUrl,
    environment,
    close: async () => {
      await parts.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

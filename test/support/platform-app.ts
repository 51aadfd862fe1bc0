import { type Provider } from '@nestjs/common';
import { Test, type TestingModule, type TestingModuleBuilder } from '@nestjs/testing';
import { ENTITIES, MIGRATIONS } from '../../src/app.persistence.js';
import { type Settings } from '../../src/config/settings.js';
import { BELLS } from '../../src/contracts/bells.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { someSettings } from './settings.js';

export interface PlatformAppParts {
  readonly databaseUrl: string;
  readonly settings?: Partial<Settings>;
  readonly providers?: readonly Provider[];
  /** For `overrideProvider`. */
  readonly adjust?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** An initialised Nest application of the platform alone, silent, with providers of the test's own. Close it. */
export async function openPlatformApp(parts: PlatformAppParts): Promise<TestingModule> {
  const { databaseUrl, settings = {}, providers = [], adjust } = parts;
  const all = someSettings({ databaseUrl, databaseDirectUrl: databaseUrl, databasePoolMax: 5, ...settings });
  const builder = Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(all, {
        entities: ENTITIES,
        migrations: MIGRATIONS,
        bells: Object.values(BELLS),
        logLevel: 'silent',
      }),
    ],
    providers: [...providers],
  });
  const app = await (adjust?.(builder) ?? builder).compile();
  try {
    return await app.init();
  } catch (error) {
    // A process that can't boot exits; a test goes on, so its connections are closed.
    await app.close();
    throw error;
  }
}

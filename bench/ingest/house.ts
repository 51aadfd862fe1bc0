import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { openBenchHouse } from '../support/bench-house.js';

/** The whole product in this process, none of its loops running, on a database of its own. */
export interface IngestHouse {
  readonly app: INestApplicationContext;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Nobody is spoken to: pages are answered by the measurement. */
const NOBODY = {
  HIKCENTRAL_BASE_URL: 'https://127.0.0.1:9',
  HIKCENTRAL_APP_KEY: '1',
  HIKCENTRAL_APP_SECRET: 'bench-of-ingestion-1a2b3c',
  DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit',
} as const;

export async function openIngestHouse(): Promise<IngestHouse> {
  const house = await openBenchHouse(NOBODY);
  try {
    const settings = loadSettings({ ...house.environment, ROLE: 'api', PORT: '0' });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
    const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), { logger: false });
    return {
      app,
      databaseUrl: house.databaseUrl,
      close: async () => {
        await app.close();
        await house.close();
      },
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

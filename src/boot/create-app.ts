import { type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { type Settings } from '../config/settings.js';
import { ApiAdapter } from '../platform/http/api-adapter.js';
import { servePage } from '../page/serve-page.js';
import { configureHttp } from '../platform/http/configure-http.js';
import { JsonLogger } from '../platform/logging/json-logger.js';
import { NestLogger } from '../platform/logging/nest-logger.js';
import { showHealthOnly } from './worker-surface.js';

/** The whole app, initialised and not yet listening. The database has to be migrated. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const options: NestApplicationOptions = { logger: new NestLogger(new JsonLogger()), abortOnError: false };
  const root = AppModule.forRoot(settings);
  const app = await NestFactory.create<NestFastifyApplication>(root, new ApiAdapter(settings), options);
  try {
    await configureHttp(app);
    if (settings.role === 'worker') showHealthOnly(app);
    else servePage(app.getHttpAdapter().getInstance());
    await app.init();
    return app;
  } catch (error) {
    // What has been opened by then would keep the process, and the lease, for nothing.
    await app.close();
    throw error;
  }
}

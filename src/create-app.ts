import { type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { type Settings } from './config/settings.js';
import { JsonLogger } from './platform/logging/json-logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';

/** The whole app, initialised and not yet listening. The database has to be migrated. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ trustProxy: settings.trustProxy });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const options: NestApplicationOptions = { logger: new NestLogger(new JsonLogger()), abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings), adapter, options);
  await app.init();
  return app;
}

import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { RequestMethod } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { limitBody } from './body-limit.js';
import { serveContract } from './docs-page.js';
import { HttpContexts } from './http-context.js';
import { TransportError } from './http.errors.js';
import { API_PREFIX } from './location.interceptor.js';
import { buildOpenApi } from './openapi.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import { acceptsUpload, isJson } from './upload.js';

/** Machines ask these by fixed paths of their own. */
const OUTSIDE_THE_PREFIX = ['health/live', 'health/ready', 'metrics'];

/**
 * Everything of HTTP that is no provider. Call it between `NestFactory.create(AppModule, new ApiAdapter(settings))`
 * and `listen` (or `init`); the app imports `HttpModule`.
 */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const { isProduction, maxImageBytes } = app.get(Settings);
  const contexts = app.get(HttpContexts);
  const headers = securityHeaders(isProduction);

  server.addHook('onRoute', app.get(RouteTable).note);
  server.addHook('onRoute', limitBody);
  server.addHook('onRequest', contexts.enter);
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
    reply.headers(headers);
    done(refusedMediaType(request));
  });
  server.addHook('preValidation', contexts.reenter);

  await app.register(cookie);
  await app.register(multipart, {
    limits: { files: 1, fields: 8, parts: 9, fieldSize: 1_024, headerPairs: 32, fileSize: maxImageBytes },
  });
  app.setGlobalPrefix(API_PREFIX.slice(1), {
    exclude: OUTSIDE_THE_PREFIX.map((path) => ({ path, method: RequestMethod.GET })),
  });
  serveContract(server, () => buildOpenApi(app));
}

/** Fastify knows content types for the whole server only; uploads are for the routes that are marked. */
function refusedMediaType(request: FastifyRequest): TransportError | undefined {
  const type = request.headers['content-type'];
  if (type === undefined || request.is404) return undefined;
  if (isJson(type) !== acceptsUpload(request.routeOptions.config)) return undefined;
  return new TransportError('UNSUPPORTED_MEDIA_TYPE', 'unsupported-media');
}

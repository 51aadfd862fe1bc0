import { type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Scheduler } from '../runtime/time.js';
import { envelope, page } from './answer.js';
import { type Outcome } from './outcome.js';
import { type Pipeline } from './pipeline.js';
import { sendRaw } from './raw-reply.js';

/** Room for a face over the limit, so that it is refused by its own rule and not by the transport. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export interface GatewayRoutes {
  readonly pipeline: Pipeline;
  readonly scheduler: Scheduler;
  readonly serverNowMs: () => number;
  /** Answers for a server that is down. @returns whether it did */
  readonly intercept: (response: ServerResponse) => boolean;
}

export function createHttpServer(): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.setNotFoundHandler((_request, reply) =>
    send(reply, page('text/html', 404, '<html><body>Not Found</body></html>')),
  );
  return app;
}

/** Everything under `/artemis`. The body stays raw bytes: the signature covers them. */
export async function registerGateway(app: FastifyInstance, routes: GatewayRoutes): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.addHook('onRequest', (_request, reply, next) => {
      if (routes.intercept(reply.raw)) reply.hijack();
      else next();
    });
    scope.setErrorHandler((error, _request, reply) => {
      const { statusCode = 500, message } = error as { statusCode?: number; message: string };
      return send(reply, envelope('5', `service exception: ${message}`, null, statusCode));
    });
    scope.all('/artemis/*', async (request, reply) => {
      const outcome = await routes.pipeline.handle({
        method: request.method,
        target: request.raw.url ?? '',
        headers: request.headers,
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        address: request.ip,
      });
      // A client measures the server's clock by this header, so it follows the clock that a test may set wrong.
      reply.header('date', new Date(routes.serverNowMs()).toUTCString());
      return deliver(outcome, request, reply, routes.scheduler);
    });
    done();
  });
}

function deliver(outcome: Outcome, request: FastifyRequest, reply: FastifyReply, scheduler: Scheduler): FastifyReply {
  if (outcome.kind === 'answer') return send(reply, outcome.answer);
  reply.hijack();
  const { socket } = request.raw;
  if (outcome.kind === 'cut') socket.destroy();
  if (outcome.kind === 'raw') sendRaw(outcome.raw, socket, scheduler);
  return reply;
}

function send(reply: FastifyReply, answer: { httpStatus: number; headers: object; body: string }): FastifyReply {
  return reply
    .code(answer.httpStatus)
    .headers({ ...answer.headers })
    .send(Buffer.from(answer.body));
}

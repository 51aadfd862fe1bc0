import { isUtf8 } from 'node:buffer';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Settings } from '../../config/settings.js';
import { SystemRandom } from '../random/random.js';
import { answerClientError } from './answer-client-error.js';
import { takesUnreadableBody } from './body-limit.js';
import { HttpContexts } from './http-context.js';
import { TransportError } from './http.errors.js';
import { toAppError } from './refusals.js';
import { securityHeaders } from './security-headers.js';
import { sendProblem } from './send-problem.js';

/** Far above any JSON input of ours but the batch, whose route says its own. */
const BODY_MAX_BYTES = 1024 * 1024;
/** A client that takes longer to send its headers and body is let go. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Fastify as we set it up: JSON bodies only, and problems for what is refused before any route is found. */
export class ApiAdapter extends FastifyAdapter {
  constructor({ trustProxy, isProduction }: Pick<Settings, 'trustProxy' | 'isProduction'>) {
    const random = new SystemRandom();
    const contexts = new HttpContexts(random);
    const headers = securityHeaders(isProduction);
    super({
      trustProxy,
      bodyLimit: BODY_MAX_BYTES,
      requestTimeout: REQUEST_TIMEOUT_MS,
      clientErrorHandler: (error, socket) => answerClientError(error, socket, headers, random),
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
        sendProblem(toAppError(error), contexts.of(request), reply.headers(headers));
      },
    });
  }

  /** Instead of Nest's own: no forms, and an empty body with a JSON content type is no body. */
  override registerParserMiddleware(): void {
    const server = this.getInstance();
    if (server.hasContentTypeParser('text/plain')) server.removeContentTypeParser(['text/plain', 'application/json']);
    const parse = server.getDefaultJsonParser('error', 'error');
    server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
      const isForgiven = takesUnreadableBody(request.routeOptions.config);
      const finish: typeof done = (error, body) => (isForgiven && error ? done(null, undefined) : done(error, body));
      // Read with replacement characters, a name would be stored that nobody sent.
      if (!isUtf8(bytes)) finish(new TransportError('MALFORMED_REQUEST', 'malformed'));
      else if (bytes.length === 0) done(null, undefined);
      else void parse(request, bytes.toString(), finish);
    });
    // Read by their handlers, piece by piece; only routes marked as uploads get this far.
    server.addContentTypeParser(/^(image\/|application\/octet-stream)/, (_request, _payload, done) => done(null));
  }
}

import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TransportError } from '../platform/http/http.errors.js';

/** What the machines around it ask of any process. */
const FOR_MACHINES = /^\/(health\/(live|ready)|metrics)(\?|$)/;

/** A worker serves nobody: of HTTP it answers health and metrics, so that it can be watched like the others. */
export function showHealthOnly(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      done(FOR_MACHINES.test(request.url) ? undefined : new TransportError('NOT_FOUND', 'not-found'));
    });
}

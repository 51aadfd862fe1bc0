import { type FastifyInstance } from 'fastify';

const LOOPBACK_NAME = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/;

/**
 * For routes that are registered after it. The page and the control API ask for no password because only this machine reaches them. A page of somebody else's, open
 * in a browser on this machine, reaches them too once its own name leads here; but it still says that name.
 */
export function refuseOtherNames(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, next) => {
    if (LOOPBACK_NAME.test(request.headers.host ?? '')) next();
    else void reply.code(403).send({ error: 'this is answered for localhost only' });
  });
}

import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.js';
import { loadAssets } from './assets.js';
import { addDemoGuest } from './demo-guest.js';
import { pickLanguage } from './language.js';
import { LiveFeed } from './live-feed.js';
import { LiveReader } from './live-reader.js';
import { liveViewer } from './live-view.js';
import { type PageParts } from './page-parts.js';
import { searchPeople } from './views/people-view.js';
import { viewPerson } from './views/person-detail.js';
import { type PageWalk, walk } from './walk.js';

const MAX_FOUND = 20;
const MAX_QUERY_LENGTH = 100;
/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const WALK_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['personId', 'readerIndexCode'],
  properties: { personId: { type: ['string', 'null'] }, readerIndexCode: { type: 'string', minLength: 1 } },
};
const SEARCH_QUERY = {
  type: 'object',
  additionalProperties: false,
  required: ['query'],
  properties: { query: { type: 'string', minLength: 1, maxLength: MAX_QUERY_LENGTH } },
};

/** The page and what it asks for; as unsigned as the control API, so on loopback addresses only. */
export async function registerPage(app: FastifyInstance, parts: PageParts): Promise<void> {
  const feed = new LiveFeed(liveViewer(parts), parts.scheduler);
  await app.register((scope, _options, done) => {
    scope.setErrorHandler((error, _request, reply) => {
      if (error instanceof Refusal) return reply.code(404).send({ error: error.message });
      const { statusCode = 500, message } = error as { statusCode?: number; message: string };
      return reply.code(statusCode).send({ error: message });
    });
    scope.addHook('onRequest', (_request, reply, next) => {
      reply.headers(SECURITY_HEADERS);
      next();
    });
    addAssetRoutes(scope);
    scope.get('/control/live', (request, reply) => openStream(feed, parts, request, reply));
    addPeopleRoutes(scope, parts);
    done();
  });
}

function addAssetRoutes(scope: FastifyInstance): void {
  const assets = loadAssets();
  const html = assets.get('index.html');
  if (html === undefined) throw new Error('the page has no index.html: it was not built with its assets');
  scope.get('/', (request, reply) =>
    reply
      .header('vary', 'accept-language')
      .type(html.contentType)
      .send(html.text.replace('<html lang="en"', `<html lang="${pickLanguage(request.headers['accept-language'])}"`)),
  );
  for (const [name, { contentType, text }] of assets) {
    scope.get(`/page/${name}`, (_request, reply) => reply.type(contentType).send(text));
  }
}

function addPeopleRoutes(scope: FastifyInstance, { world, control, scheduler }: PageParts): void {
  scope.get<{ Querystring: { query: string } }>(
    '/control/page/persons',
    { schema: { querystring: SEARCH_QUERY } },
    ({ query }) => searchPeople(world, query.query, MAX_FOUND),
  );
  scope.get<{ Params: { personId: string } }>(
    '/control/page/persons/:personId',
    ({ params }, reply) => viewPerson(world, params.personId) ?? reply.code(404).send({ error: 'nobody knows them' }),
  );
  scope.post<{ Body: PageWalk }>('/control/page/walk', { schema: { body: WALK_BODY } }, ({ body }) =>
    walk(control, world, body),
  );
  scope.post('/control/page/demo-guest', async (_request, reply) => {
    const { personId, personCode } = await addDemoGuest(world, scheduler);
    return reply.code(201).send({ personId, personCode });
  });
}

function openStream(feed: LiveFeed, parts: PageParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (feed.isFull()) return reply.code(503).send({ error: 'too many pages are open' });
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  raw.write('retry: 1000\n\n');
  const clocks = () => ({ serverNowMs: parts.world.nowMs(), trueNowMs: parts.trueNowMs() });
  const reader = new LiveReader(raw, clocks);
  request.raw.once('close', () => feed.remove(reader));
  feed.add(reader);
  return reply;
}

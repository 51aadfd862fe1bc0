import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { preferredLanguage } from '../platform/http/language.js';

/** Beside this file in the sources and, copied by the build, in `dist`. */
const FOLDER = new URL('./assets/', import.meta.url);
const HTML = 'index.html';
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

interface Asset {
  readonly contentType: string;
  readonly text: string;
}

/**
 * The page at `/`: who is inside and what happens, until the admin web app takes its place. Files for everybody; what
 * they show they ask of the API, as whoever signed in.
 * @throws Error when it was not built with its files
 */
export function servePage(server: FastifyInstance): void {
  const assets = loadAssets();
  const html = assets.get(HTML);
  if (html === undefined) throw new Error('the page has no index.html: it was not built with its assets');
  server.get('/', (request, reply) => {
    const language = preferredLanguage(request.headers['accept-language']);
    const text = html.text.replace('<html lang="en"', `<html lang="${language}"`);
    return send(reply.header('vary', 'accept-language'), { ...html, text });
  });
  for (const [name, asset] of assets) {
    if (name !== HTML) server.get(`/page/${name}`, (_request, reply) => send(reply, asset));
  }
}

function send(reply: FastifyReply, { contentType, text }: Asset): FastifyReply {
  return reply.header('content-security-policy', PAGE_POLICY).type(contentType).send(text);
}

function loadAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    readdirSync(FOLDER).flatMap((name) => {
      const contentType = TYPES[extname(name)];
      if (contentType === undefined) return [];
      return [[name, { contentType, text: readFileSync(new URL(name, FOLDER), 'utf8') }] as const];
    }),
  );
}

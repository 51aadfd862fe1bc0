import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyContextConfig, type RouteOptions } from 'fastify';

const LIMIT_MARK = 'bodyMaxBytes';

/** A route whose bodies are shorter than others': what is longer is 413, and never held. */
export function LimitsBody(maxBytes: number): MethodDecorator {
  return RouteConfig({ [LIMIT_MARK]: maxBytes });
}

/** Fastify `onRoute`. */
export function limitBody(route: RouteOptions): void {
  const config: (FastifyContextConfig & { readonly [LIMIT_MARK]?: unknown }) | undefined = route.config;
  const maxBytes = config?.[LIMIT_MARK];
  if (typeof maxBytes === 'number') route.bodyLimit = maxBytes;
}

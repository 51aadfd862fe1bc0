import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyContextConfig, type RouteOptions } from 'fastify';

const LIMIT_MARK = 'bodyMaxBytes';
const UNREADABLE_MARK = 'takesUnreadableBody';

/**
 * A route that is told something by being called at all. What is longer is 413, and never held; a body that is no JSON is
 * `undefined`, where every other route answers 400.
 */
export function LimitsUnreadableBody(maxBytes: number): MethodDecorator {
  // Both at once: a second `RouteConfig` would take the place of the first.
  return RouteConfig({ [LIMIT_MARK]: maxBytes, [UNREADABLE_MARK]: true });
}

export function takesUnreadableBody(config: FastifyContextConfig): boolean {
  return UNREADABLE_MARK in config;
}

/** Fastify `onRoute`. */
export function limitBody(route: RouteOptions): void {
  const config: (FastifyContextConfig & { readonly [LIMIT_MARK]?: unknown }) | undefined = route.config;
  const maxBytes = config?.[LIMIT_MARK];
  if (typeof maxBytes === 'number') route.bodyLimit = maxBytes;
}

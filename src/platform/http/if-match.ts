import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { IfMatchMalformedError } from './http.errors.js';

const VERSION = /^"(\d{1,9})"$/;

/** The version of `If-Match: "3"`; null when any will do. @throws IF_MATCH_MALFORMED */
export const IfMatchVersion = createParamDecorator((_: unknown, execution: ExecutionContext): number | null => {
  const header = execution.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return header === undefined ? null : parseIfMatch(header);
});

/** Documents the header of a route that takes `@IfMatchVersion()`. */
export function TakesIfMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    example: '"3"',
    description: 'Version that was read; 412 when stale.',
  });
}

export function parseIfMatch(header: string): number | null {
  if (header.trim() === '*') return null;
  const version = VERSION.exec(header.trim())?.[1];
  if (version === undefined) throw new IfMatchMalformedError();
  return Number(version);
}

import { type LoggerService } from '@nestjs/common';
import { type JsonLogger } from './json-logger.js';

/**
 * Nest's own lines in our form. Its chatter (modules, routes) goes to debug; its errors come as text made from whatever
 * was thrown, so only the part of the framework that complains is kept.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: JsonLogger) {}

  log(_message: unknown, ...rest: unknown[]): void {
    this.logger.debug('framework', { part: partOf(rest) });
  }

  warn(_message: unknown, ...rest: unknown[]): void {
    this.logger.warn('framework warned', { part: partOf(rest) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error('framework failed', message, { part: partOf(rest) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

/** Nest passes its own part's name last. */
function partOf(rest: readonly unknown[]): string | null {
  const last = rest.at(-1);
  return typeof last === 'string' && /^\w{1,60}$/.test(last) ? last : null;
}

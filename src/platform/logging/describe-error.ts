import { QueryFailedError } from 'typeorm';
import { AppError, type ErrorContext } from '../errors/app-error.js';

/** What of an error may be written down. */
export interface ErrorDescription {
  readonly class: string;
  readonly code?: string;
  readonly retry?: string;
  readonly context?: ErrorContext;
  /** Of a refused statement: SQLSTATE and the constraint's name. */
  readonly sqlState?: string;
  readonly constraint?: string;
  /** Where it came from, without any message. */
  readonly stack: readonly string[];
  readonly cause?: ErrorDescription;
}

const DEEPEST_CAUSE = 3;
const MOST_FRAMES = 20;
/** `    at name (place:line:column)` with a place that is a file; what a message may pretend to be is not one. */
const FRAME = /^ {4}at (?:(?:async |new )*[\w$.<>[\] ]{1,120} \()?(?:file:\/\/|node:|\/)[^\s()]{1,300}:\d+:\d+\)?$/;
const IDENTIFIER = /^[A-Za-z0-9_.:-]{1,80}$/;

/**
 * Never the message: those of drivers, parsers and HTTP clients quote what they were given (rows, bodies, addresses),
 * and nobody can tell those from harmless ones. What an engineer needs is in class, code, context and stack.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { class: `thrown ${typeof error}`, stack: [] };
  return {
    class: identifier(error.constructor.name) ?? 'Error',
    ...codeOf(error),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

function codeOf(error: Error): Partial<ErrorDescription> {
  if (error instanceof AppError) return { code: error.code, retry: error.retry, context: error.context };
  if (error instanceof QueryFailedError) return sqlParts(error.driverError as object);
  if (isPostgresError(error)) return sqlParts(error);
  const code = identifier((error as { code?: unknown }).code);
  return code === undefined ? {} : { code };
}

function isPostgresError(error: object): boolean {
  return 'severity' in error && 'routine' in error;
}

function sqlParts(driverError: object): Partial<ErrorDescription> {
  const { code, constraint } = driverError as { code?: unknown; constraint?: unknown };
  const sqlState = identifier(code);
  const name = identifier(constraint);
  return { ...(sqlState === undefined ? {} : { sqlState }), ...(name === undefined ? {} : { constraint: name }) };
}

function framesOf(error: Error): readonly string[] {
  if (typeof error.stack !== 'string') return [];
  const messageAt = error.stack.indexOf(error.message);
  const trace = messageAt === -1 ? error.stack : error.stack.slice(messageAt + error.message.length);
  return trace
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.slice('    at '.length));
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && IDENTIFIER.test(value) ? value : undefined;
}

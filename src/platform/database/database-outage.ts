import { QueryFailedError } from 'typeorm';

/** Classes of SQLSTATE after which the same statement may succeed later: connection, rollback, resources, operator. */
const PASSING_CLASSES = ['08', '40', '53', '57'];
/** Errors of Node's sockets. */
const SOCKET_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];
/** node-postgres 8 gives these no code. */
const DRIVER_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end on the pool',
];

/** Is it the database that does not answer, rather than something we said to it? */
export function isDatabaseOutage(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    (/^[0-9A-Z]{5}$/.test(code) && PASSING_CLASSES.includes(code.slice(0, 2))) ||
    SOCKET_CODES.includes(code) ||
    DRIVER_MESSAGES.some((message) => cause.message.startsWith(message))
  );
}

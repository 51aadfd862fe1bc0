import { type ConnectionError } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { type Random } from '../random/random.js';
import { TRACE_HEADER } from './http-context.js';
import { TransportError } from './http.errors.js';
import { PROBLEM_TYPE, toProblem } from './problem.js';

/** Of Node's codes for what it could not read; anything else is 400. */
const STATUSES: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Fastify `clientErrorHandler`: what is no request has neither headers nor a language, but its answer is a problem like
 * any other. The connection ends with it, since nobody knows where the next request would begin.
 */
export function answerClientError(
  { code }: ConnectionError,
  socket: Socket,
  headers: Readonly<Record<string, string>>,
  random: Random,
): void {
  if (code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUSES[code] ?? 400;
  const traceId = random.bytes(16).toString('hex');
  const body = JSON.stringify({
    ...toProblem(new TransportError('MALFORMED_REQUEST', 'malformed'), 'en', traceId),
    status,
  });
  const answered = {
    ...headers,
    [TRACE_HEADER]: traceId,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(answered).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
}

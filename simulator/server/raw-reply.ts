import { type Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { type Scheduler } from '../runtime/time.js';
import { type Answer } from './answer.js';
import { type RawReply } from './outcome.js';

/** A response's head as bytes. */
export function head(httpStatus: number, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus] ?? ''}`, ...lines, '', ''].join('\r\n'));
}

/** A whole response, its length told. */
export function wholeReply(answer: Omit<Answer, 'body' | 'code'>, body: Buffer): RawReply {
  const headers = { ...answer.headers, 'content-length': String(body.length), connection: 'close' };
  return { parts: [head(answer.httpStatus, headers), body], everyMs: 0, ending: 'close' };
}

/** Writes the parts in their time until they end or the caller goes away. */
export function sendRaw({ parts, everyMs, ending }: RawReply, socket: Socket, scheduler: Scheduler): void {
  const iterator = parts[Symbol.iterator]();
  let cancelNext: () => void = () => undefined;
  socket.once('close', () => cancelNext());
  const step = (): void => {
    if (socket.destroyed) return;
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      socket.write(next.value);
      if (everyMs > 0) {
        cancelNext = scheduler.after(everyMs, step);
        return;
      }
    }
    if (ending === 'close') socket.end();
  };
  step();
}

import { type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { type Dice } from './dice.js';

const BODY = '{"code":"0","data":"1042"}';
const LENGTH = `content-length: ${BODY.length}\r\n`;

/** A success in each of them, in a form that is no HTTP or does not come whole. */
const FORMS: Readonly<Record<string, (socket: Socket) => void>> = {
  'too little': (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length + 9}\r\n\r\n${BODY}`),
  'cut in the body': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n${BODY.slice(0, 9)}`);
    socket.destroySoon();
  },
  'no status line': (socket) => socket.end(BODY),
  'no last chunk': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n`),
  'a chunk of no size': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n${BODY}\r\n0\r\n\r\n`),
  'two lengths': (socket) => socket.end(`HTTP/1.1 200 OK\r\n${LENGTH}content-length: 3\r\n\r\n${BODY}`),
  'length and chunks': (socket) => socket.end(`HTTP/1.1 200 OK\r\n${LENGTH}transfer-encoding: chunked\r\n\r\n${BODY}`),
  'a header without end': (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}`),
  'many headers': (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'x-a: 1\r\n'.repeat(20_000)}${LENGTH}\r\n${BODY}`),
  'a reset': (socket) => socket.resetAndDestroy(),
  'a drip': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n`);
    let at = 0;
    const timer = setInterval(() => socket.write(BODY[at++] ?? ''), 50);
    timer.unref();
    socket.once('close', () => clearInterval(timer)).once('error', () => clearInterval(timer));
  },
  silence: () => undefined,
  'only 100': (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  'another protocol': (socket) => socket.end(Buffer.from([0x16, 0x03, 0x01, 0x00, 0x2e, 0x01, 0x00])),
  'a redirection': (socket) =>
    socket.end('HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n'),
};

/** @returns which form it was */
export function sendBroken({ socket }: ServerResponse, dice: Dice): string {
  const form = dice.pick(Object.keys(FORMS));
  // What was cut is written to no more.
  socket?.on('error', () => socket.destroy());
  if (socket !== null) FORMS[form]!(socket);
  return form;
}

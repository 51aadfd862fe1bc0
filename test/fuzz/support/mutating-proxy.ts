import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { Dice } from './dice.js';
import { spoil } from './spoil.js';

/** So many answers in a row are damaged at most: the breaker opens after five and waits longer than a test. */
const MAX_IN_A_ROW = 3;

export interface MutatingProxy {
  readonly baseUrl: string;
  /** The share of answers that is damaged, 0 to 1. */
  share: number;
  readonly damaged: number;
  readonly passed: number;
  close(): Promise<void>;
}

/** Hands each request on byte for byte, and damages a seeded share of the answers: what was asked has happened all the same. */
export async function startMutatingProxy(target: string, seed: number): Promise<MutatingProxy> {
  const dice = new Dice(seed);
  const { hostname, port } = new URL(target);
  const agent = new http.Agent({ keepAlive: true });
  let damaged = 0;
  let passed = 0;
  let inARow = 0;
  const server = http.createServer((request, response) => {
    void forward(request, { hostname, port, agent })
      .then((answer) => {
        const isHit = inARow < MAX_IN_A_ROW && dice.has(proxy.share);
        inARow = isHit ? inARow + 1 : 0;
        if (isHit) damaged += 1;
        else passed += 1;
        if (isHit) spoil(answer, dice, response);
        else response.writeHead(answer.status, answer.headers).end(answer.body);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: MutatingProxy = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    share: 0,
    get damaged() {
      return damaged;
    },
    get passed() {
      return passed;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
  return proxy;
}

export interface WholeAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

async function forward(
  request: http.IncomingMessage,
  target: { readonly hostname: string; readonly port: string; readonly agent: http.Agent },
): Promise<WholeAnswer> {
  const body = await wholeOf(request);
  const { method = 'POST', url = '/', headers } = request;
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http
      .request({ ...target, method, path: url, headers }, resolve)
      .once('error', reject)
      .end(body);
  });
  // Those of this connection; the answer goes on over another.
  const own = new Set(['connection', 'transfer-encoding']);
  const kept = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !own.has(name)));
  return { status: answer.statusCode ?? 0, headers: kept, body: await wholeOf(answer) };
}

async function wholeOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

import http from 'node:http';
import https from 'node:https';
import { type AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Respond = (request: ReceivedRequest, response: http.ServerResponse) => void;

/** A server that answers exactly as a test says, byte by byte where it must. */
export interface RawServer {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly received: readonly ReceivedRequest[];
  /** How many connections were opened. */
  readonly connections: number;
  respond: Respond;
  close(): Promise<void>;
}

export async function startRawServer(respond: Respond, tls?: https.ServerOptions): Promise<RawServer> {
  const received: ReceivedRequest[] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const whole = { method, url, headers, body: Buffer.concat(chunks) };
      received.push(whole);
      server.respond(whole, response);
    });
  };
  const listening = tls ? https.createServer(tls, listener) : http.createServer(listener);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  let connections = 0;
  listening.on(tls ? 'secureConnection' : 'connection', () => (connections += 1));
  const { port } = listening.address() as AddressInfo;
  const server: RawServer = {
    baseUrl: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    appKey: '21830457',
    appSecret: 'k3Vq9TzP0sXw7LmN2bRd',
    received,
    get connections() {
      return connections;
    },
    respond,
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };
  return server;
}

export function answerWith(body: string, status = 200, headers: http.OutgoingHttpHeaders = {}): Respond {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    response.end(body);
  };
}

import { createHash } from 'node:crypto';
import { type RawServer, type ReceivedRequest, type Respond, startRawServer } from '../../../../support/raw-server.js';

export const CREDENTIALS = { username: 'admin', password: 'correct-horse' };

/** A server that asks who is there, as RFC 7616 says, by means of its own. */
export interface DigestDevice extends RawServer {
  /** What the next calls that are let in are answered with. */
  behave: Respond;
  /** Forgets its nonces, as a restart does; `isStale`: and says so. */
  forgetNonces(isStale: boolean): void;
  /** Requests that carried an answer to the challenge, right or wrong. */
  readonly attempts: readonly ReceivedRequest[];
  password: string;
}

export const OK: Respond = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"statusCode":1,"statusString":"OK","subStatusCode":"ok"}');
};

export async function startDigestDevice(tls?: Parameters<typeof startRawServer>[1]): Promise<DigestDevice> {
  const attempts: ReceivedRequest[] = [];
  let generation = 1;
  let saysStale = false;
  const raw = await startRawServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) attempts.push(request);
    const nonce = `nonce${generation}`;
    const isRight = authorization !== undefined && answers(authorization, request, device.password);
    if (isRight && authorization.includes(`nonce="${nonce}"`)) {
      device.behave(request, response);
      return;
    }
    const stale = isRight && saysStale;
    const challenge = `Digest realm="DS-1", qop="auth", nonce="${nonce}", algorithm=SHA-256, stale=${stale}`;
    response.writeHead(401, { 'www-authenticate': ['Basic realm="DS-1"', challenge] });
    response.end('<ResponseStatus><statusValue>401</statusValue></ResponseStatus>');
  }, tls);
  const device: DigestDevice = Object.assign(raw, {
    attempts,
    behave: OK,
    password: CREDENTIALS.password,
    forgetNonces: (isStale: boolean) => {
      generation += 1;
      saysStale = isStale;
    },
  });
  return device;
}

function answers(header: string, { method, url }: ReceivedRequest, password: string): boolean {
  const value = (name: string): string => new RegExp(`[ ,]${name}="?([^",]*)`).exec(header)?.[1] ?? '';
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const ha1 = hash(`${CREDENTIALS.username}:DS-1:${password}`);
  const wanted = hash(`${ha1}:${value('nonce')}:${value('nc')}:${value('cnonce')}:auth:${hash(`${method}:${url}`)}`);
  return value('uri') === url && value('response') === wanted;
}

import { randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { digestResponse, parseDigest } from '../auth/digest.js';
import { type ListeningHost } from './listening-hosts.js';
import { type PostBody } from './post-body.js';

interface Answer {
  readonly status: number;
  readonly challenge: string | undefined;
}

const LOOPBACK_ADDRESS = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;

/** By address or by the one name that means it; no other name is looked up to find out. */
export function isLoopback({ addressing, address }: ListeningHost): boolean {
  return addressing === 'ipaddress' ? LOOPBACK_ADDRESS.test(address) : address.toLowerCase() === 'localhost';
}

/**
 * Posts once; with `MD5digest` it answers one challenge.
 * @returns the HTTP status
 * @throws Error when nothing was answered in time
 */
export async function post(
  host: ListeningHost,
  body: PostBody,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<number> {
  const first = await send(host, body, undefined, timeoutMs, signal);
  if (first.status !== 401 || host.authentication === 'none') return first.status;
  const authorization = answerChallenge(host, first.challenge ?? '');
  if (authorization === undefined) return first.status;
  return (await send(host, body, authorization, timeoutMs, signal)).status;
}

function send(
  host: ListeningHost,
  { contentType, body }: PostBody,
  authorization: string | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const client = host.protocol === 'HTTPS' ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(
      {
        host: host.address,
        port: host.port,
        path: host.url,
        method: 'POST',
        agent: false,
        // Terminals do not look at the certificate of a listening host.
        rejectUnauthorized: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': contentType,
          'content-length': body.length,
          ...(authorization !== undefined && { authorization }),
        },
      },
      (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, challenge: response.headers['www-authenticate'] });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

function answerChallenge(host: ListeningHost, header: string): string | undefined {
  const challenges = header.split(/,\s*(?=Digest\s)/i).map(parseDigest);
  const challenge = challenges.find(
    (each) => (each?.get('algorithm') ?? 'MD5').toUpperCase() === 'MD5' && each?.has('nonce'),
  );
  if (challenge === undefined) return undefined;
  const realm = challenge.get('realm') ?? '';
  const nonce = challenge.get('nonce') ?? '';
  const cnonce = randomBytes(8).toString('hex');
  const nc = '00000001';
  const { userName: username, password, url: uri } = host;
  const response = digestResponse({
    algorithm: 'MD5',
    username,
    realm,
    password,
    method: 'POST',
    uri,
    nonce,
    nc,
    cnonce,
  });
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`;
}

import { createHash } from 'node:crypto';
import { type DigestChallenge } from './challenge.js';

export interface DeviceCredentials {
  /** Printable ASCII. */
  readonly username: string;
  readonly password: string;
}

export interface DigestRequest {
  readonly method: string;
  /** Path and query exactly as in the request line. */
  readonly target: string;
  /** How many requests used this nonce, this one included; from 1. */
  readonly nonceCount: number;
  readonly cnonce: string;
}

const NODE_NAMES = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

/** Value of `Authorization` (RFC 7616, `qop=auth`). */
export function digestAnswer(
  challenge: DigestChallenge,
  { username, password }: DeviceCredentials,
  { method, target, nonceCount, cnonce }: DigestRequest,
): string {
  const { algorithm, realm, nonce, opaque } = challenge;
  const nc = nonceCount.toString(16).padStart(8, '0');
  const ha1 = createHash(NODE_NAMES[algorithm])
    .update(`${username}:`)
    // As it came over the wire: Node reads headers byte by byte.
    .update(realm, 'latin1')
    .update(`:${password}`)
    .digest('hex');
  const ha2 = createHash(NODE_NAMES[algorithm]).update(`${method}:${target}`).digest('hex');
  const response = createHash(NODE_NAMES[algorithm])
    .update(`${ha1}:`)
    .update(nonce, 'latin1')
    .update(`:${nc}:${cnonce}:auth:${ha2}`)
    .digest('hex');
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(target)}`,
    `algorithm=${algorithm}`,
    'qop=auth',
    `nc=${nc}`,
    `cnonce=${quoted(cnonce)}`,
    `response="${response}"`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parts.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

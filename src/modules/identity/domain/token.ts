import { createHash } from 'node:crypto';

/** 256 bits: nobody guesses one, so a plain hash is enough to look it up by. */
export const TOKEN_BYTES = 32;

export function encodeToken(bytes: Buffer): string {
  return bytes.toString('base64url');
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

import { X509Certificate } from 'node:crypto';
import { InvalidInputError } from '../../../platform/http/http.errors.js';
import { normalizeBaseUrl } from '../client/hikcentral-client.js';
import { CaUnreadableError, PlainHttpRefusedError, ReserveTooLargeError } from '../servers.errors.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const MAX_CERTIFICATES = 20;
/** It travels in a header. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/**
 * One spelling for one server.
 * @throws INVALID_INPUT, HIKCENTRAL_HTTPS_REQUIRED
 */
export function readBaseUrl(text: string, isProduction: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isFit =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    url.username + url.password + url.search + url.hash === '' &&
    !text.includes('@');
  const baseUrl = isFit ? normalizeBaseUrl(text) : '';
  // A path is not understood: what is signed begins with /artemis.
  if (!isFit || baseUrl !== url.origin) throw new InvalidInputError([fault('/baseUrl')]);
  if (isProduction && url.protocol !== 'https:') throw new PlainHttpRefusedError();
  return baseUrl;
}

/** @throws INVALID_INPUT */
export function readAppKey(text: string): string {
  if (!HEADER_VALUE.test(text)) throw new InvalidInputError([fault('/appKey')]);
  return text;
}

/** The certificates alone, whatever was pasted around them. @throws HIKCENTRAL_CA_UNREADABLE */
export function readCa(text: string): string {
  const blocks = text.match(CERTIFICATE) ?? [];
  if (blocks.length === 0 || blocks.length > MAX_CERTIFICATES) throw new CaUnreadableError();
  for (const block of blocks) assertCertificate(block);
  return `${blocks.join('\n')}\n`;
}

/** @throws HIKCENTRAL_RESERVE_TOO_LARGE */
export function assertLimits({
  limit,
  revokeReserve,
}: {
  readonly limit: number;
  readonly revokeReserve: number;
}): void {
  if (revokeReserve >= limit) throw new ReserveTooLargeError();
}

function assertCertificate(block: string): void {
  try {
    new X509Certificate(block);
  } catch {
    // Whatever OpenSSL says about it, a person can only paste another one.
    throw new CaUnreadableError();
  }
}

function fault(pointer: string) {
  return { pointer, code: 'matches', detail: 'has a wrong form' };
}

import { createHash } from 'node:crypto';
import { normalizeBaseUrl } from '../client/hikcentral-client.js';

/** Names the budget of one AppKey at one HikCentral, whichever row of ours describes it. */
export function leaseKeyOf(baseUrl: string, appKey: string): string {
  return `${normalizeBaseUrl(baseUrl)}#${appKey}`;
}

/** The advisory lock of a lease: 64 signed bits as a decimal text. */
export function advisoryLockOf(leaseKey: string): string {
  return createHash('sha256').update(`hikcentral-lease:${leaseKey}`).digest().readBigInt64BE(0).toString();
}

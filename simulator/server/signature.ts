import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { CODES } from '../refusal.js';

export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The caller's own address. */
  readonly address?: string;
}

export interface SignatureRefusal {
  readonly code: string;
  readonly msg: string;
}

const UNSIGNED_LINES = ['accept', 'content-md5', 'content-type', 'date'] as const;
const NEVER_LISTED: ReadonlySet<string> = new Set(['x-ca-signature', 'x-ca-signature-headers', ...UNSIGNED_LINES]);
const LIST_FORM = /^[a-z0-9-]+(,[a-z0-9-]+)*$/;
const FRESHNESS_MS = 15 * 60_000;

/** The lines a client has to sign, from the headers that really arrived: a header that was not sent has no line at all. */
export function stringToSign(request: Omit<SignedRequest, 'body'>): string {
  const { method, target, headers } = request;
  const lines = [method.toUpperCase()];
  for (const name of UNSIGNED_LINES) {
    const value = headers[name];
    if (value !== undefined) lines.push(single(value));
  }
  for (const name of listedHeaders(headers).sort()) lines.push(`${name}:${single(headers[name])}`);
  lines.push(target);
  return lines.join('\n');
}

export function sign(text: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(text, 'utf8').digest('base64');
}

export function contentMd5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}

/** The gateway's door: who calls, and did that partner sign exactly this request. */
export class SignatureGate {
  /** Per partner: nonce → when it may be used again. */
  private readonly nonces = new Map<string, Map<string, number>>();

  constructor(private readonly secrets: ReadonlyMap<string, string>) {}

  /** @returns what is wrong, or `undefined` when the signature holds */
  check(request: SignedRequest, nowMs: number): SignatureRefusal | undefined {
    const appKey = single(request.headers['x-ca-key']);
    if (appKey === '') return { code: CODES.appKeyMissing, msg: 'AppKey is missing' };
    const appSecret = this.secrets.get(appKey);
    if (appSecret === undefined) return { code: CODES.appKeyUnknown, msg: 'no partner for this AppKey' };
    const signature = single(request.headers['x-ca-signature']);
    if (signature === '') return { code: CODES.signatureMissing, msg: 'signature is missing' };

    const text = stringToSign(request);
    const isAccepted =
      isListSound(request.headers) &&
      isSameText(signature, sign(text, appSecret)) &&
      isBodyIntact(request) &&
      isTimely(request.headers, nowMs) &&
      this.isNonceFresh(appKey, request.headers, nowMs);
    // The real gateway echoes what it signed, and clients have leaked it into logs; so does this one.
    return isAccepted
      ? undefined
      : { code: CODES.signatureInvalid, msg: `Signature is invalid, string to sign: ${text} (AppKey ${appKey})` };
  }

  /** Called last: only a request that is otherwise accepted uses up its nonce. */
  private isNonceFresh(appKey: string, headers: IncomingHttpHeaders, nowMs: number): boolean {
    const nonce = single(headers['x-ca-nonce']);
    if (nonce === '') return true;
    const used = this.nonces.get(appKey) ?? new Map<string, number>();
    for (const [old, freeAtMs] of used) {
      if (freeAtMs > nowMs) break;
      used.delete(old);
    }
    if ((used.get(nonce) ?? 0) > nowMs) return false;
    this.nonces.set(appKey, used.set(nonce, nowMs + FRESHNESS_MS));
    return true;
  }
}

function listedHeaders(headers: IncomingHttpHeaders): string[] {
  const list = single(headers['x-ca-signature-headers']);
  return list === '' ? [] : list.split(',');
}

function isListSound(headers: IncomingHttpHeaders): boolean {
  const list = single(headers['x-ca-signature-headers']);
  if (list === '') return true;
  return (
    LIST_FORM.test(list) && list.split(',').every((name) => !NEVER_LISTED.has(name) && headers[name] !== undefined)
  );
}

function isBodyIntact({ headers, body }: SignedRequest): boolean {
  const claimed = headers['content-md5'];
  return claimed === undefined || isSameText(single(claimed), contentMd5(body));
}

function isTimely(headers: IncomingHttpHeaders, nowMs: number): boolean {
  const timestamp = single(headers['x-ca-timestamp']);
  if (timestamp === '') return true;
  return /^\d{1,16}$/.test(timestamp) && Math.abs(Number(timestamp) - nowMs) <= FRESHNESS_MS;
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function single(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

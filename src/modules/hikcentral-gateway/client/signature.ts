import { createHash, createHmac } from 'node:crypto';

/** What is signed of a request. A header that is not sent contributes no line at all (clients in the field agree). */
export interface SignedParts {
  readonly method: string;
  readonly accept?: string;
  readonly contentMd5?: string;
  readonly contentType?: string;
  readonly date?: string;
  /** The `x-ca-*` lines, by any spelling of their names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Path and query exactly as in the request line. */
  readonly target: string;
}

/** Lines joined by a single LF, none at the end (clients in the field agree). */
export function stringToSign({ method, accept, contentMd5, contentType, date, headers, target }: SignedParts): string {
  const optional = [accept, contentMd5, contentType, date].filter((line) => line !== undefined);
  return [method.toUpperCase(), ...optional, ...headerLines(headers), target].join('\n');
}

/** Value of `X-Ca-Signature-Headers`. */
export function signedHeaderNames(headers: SignedParts['headers']): string {
  return sortedByName(headers)
    .map(([name]) => name)
    .join(',');
}

export function sign(text: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(text).digest('base64');
}

/** Value of `Content-MD5`: of the bytes that are sent. */
export function contentMd5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}

function headerLines(headers: SignedParts['headers']): string[] {
  return sortedByName(headers).map(([name, value]) => `${name}:${value}`);
}

function sortedByName(headers: SignedParts['headers']): [name: string, value: string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

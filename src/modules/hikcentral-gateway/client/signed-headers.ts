import { contentMd5, sign, signedHeaderNames, stringToSign } from './signature.js';

const ACCEPT = 'application/json';
const CONTENT_TYPE = 'application/json;charset=UTF-8';

export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
}

export interface RequestToSign {
  /** Path as in the request line, from `/artemis` on. */
  readonly target: string;
  readonly body: Buffer;
  readonly timestamp: Date;
  /** New for each request: a gateway may refuse one it has seen. */
  readonly nonce: string;
}

/** Everything signed that can be: key, nonce, timestamp and the body's digest (a form seen working in the field). */
export function signedHeaders(
  { target, body, timestamp, nonce }: RequestToSign,
  { appKey, appSecret }: Credentials,
): Record<string, string> {
  const headers = {
    'X-Ca-Key': appKey,
    'X-Ca-Nonce': nonce,
    'X-Ca-Timestamp': String(timestamp.getTime()),
  };
  const md5 = contentMd5(body);
  const text = stringToSign({
    method: 'POST',
    accept: ACCEPT,
    contentMd5: md5,
    contentType: CONTENT_TYPE,
    headers,
    target,
  });
  return {
    Accept: ACCEPT,
    'Content-Type': CONTENT_TYPE,
    'Content-MD5': md5,
    ...headers,
    'X-Ca-Signature-Headers': signedHeaderNames(headers),
    'X-Ca-Signature': sign(text, appSecret),
  };
}

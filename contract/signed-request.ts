import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import {
  contentMd5,
  sign,
  signedHeaderNames,
  stringToSign,
} from '../src/modules/hikcentral-gateway/client/signature.js';
import { type ServerAddress } from './server-under-test.js';

/** What of a request is signed beside method, accept, content type and path. */
export interface SignatureForm {
  readonly accept: string;
  readonly contentType: string;
  readonly signs: readonly ('key' | 'nonce' | 'timestamp')[];
  readonly hasContentMd5: boolean;
}

export interface OwnRequest {
  readonly path: string;
  readonly body: unknown;
  readonly form: SignatureForm;
  /** Instead of the partner's own. */
  readonly appSecret?: string;
  readonly nonce?: string;
  readonly timestampMs?: number;
  readonly method?: string;
}

export interface OwnAnswer {
  readonly httpStatus: number;
  readonly text: string;
}

/** A request with a signature of any form, sent as it is: what is signed is what arrives. */
export function sendSigned(address: ServerAddress, request: OwnRequest): Promise<OwnAnswer> {
  const { path, body, form, method = 'POST' } = request;
  const bytes = Buffer.from(JSON.stringify(body));
  return send(address, path, method, headersOf(address, request, bytes), method === 'GET' ? null : bytes).catch(
    (error: unknown) => {
      throw new Error(`no answer to ${form.signs.join(', ')}`, { cause: error });
    },
  );
}

function headersOf(address: ServerAddress, request: OwnRequest, bytes: Buffer): Record<string, string> {
  const { path, form, method = 'POST' } = request;
  const all = {
    'x-ca-key': address.appKey,
    'x-ca-nonce': request.nonce ?? randomUUID(),
    'x-ca-timestamp': String(request.timestampMs ?? Date.now()),
  };
  const signed = Object.fromEntries(form.signs.map((name) => [`x-ca-${name}`, all[`x-ca-${name}`]]));
  const md5 = form.hasContentMd5 ? contentMd5(bytes) : undefined;
  const text = stringToSign({
    method,
    accept: form.accept,
    ...(md5 !== undefined && { contentMd5: md5 }),
    contentType: form.contentType,
    headers: signed,
    target: path,
  });
  return {
    accept: form.accept,
    'content-type': form.contentType,
    'content-length': method === 'GET' ? '0' : String(bytes.length),
    ...(md5 !== undefined && { 'content-md5': md5 }),
    // The key goes along even where it is not signed: the server has to know whose signature it checks.
    ...(form.signs.includes('nonce') || form.signs.includes('timestamp') ? all : { 'x-ca-key': all['x-ca-key'] }),
    ...(form.signs.length > 0 && { 'x-ca-signature-headers': signedHeaderNames(signed) }),
    'x-ca-signature': sign(text, request.appSecret ?? address.appSecret),
  };
}

function send(
  { baseUrl, ca, timeoutMs }: ServerAddress,
  path: string,
  method: string,
  headers: Record<string, string>,
  body: Buffer | null,
): Promise<OwnAnswer> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, baseUrl);
    const options = { method, headers, agent: false, timeout: timeoutMs, ...(ca !== null && { ca }) };
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ httpStatus: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

import { type RawReply } from '../server/outcome.js';
import { head, wholeReply } from '../server/raw-reply.js';

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
const OVERSIZED_BYTES = 6 * 1024 * 1024;
const NESTING = 100_000;
const PAGE = '<html><head><title>Sign in</title></head><body>Session expired</body></html>';

/** One row a form: bytes that are not the envelope of this protocol, each as a proxy, a full disk or a broken build has made them. */
const FORMS = {
  html: () => wholeReply({ httpStatus: 200, headers: { 'content-type': 'text/html' } }, Buffer.from(PAGE)),
  empty: () => json(''),
  'truncated-json': () => json('{"code":"0","msg":"Success","data":{"total":1,"list":[{"personId":"10'),
  'deep-nesting': () => json(`{"code":"0","msg":"Success","data":${'['.repeat(NESTING)}${']'.repeat(NESTING)}}`),
  proto: () =>
    json(
      '{"__proto__":{"code":"0","isAdmin":true},"constructor":{"prototype":{"code":"0"}},' +
        '"code":"0","msg":"Success","data":{"__proto__":{"list":[]},"total":1,"list":[{"__proto__":{"personId":"1"}}]}}',
    ),
  'huge-numbers': () =>
    json(
      '{"code":0,"msg":"Success","data":{"total":1e999,"pageNo":-1,"pageSize":123456789012345678901234567890,"list":[]}}',
    ),
  'wrong-types': () =>
    json('{"code":["0"],"msg":{"text":7},"data":{"total":"many","pageNo":null,"list":{"0":"person"}}}'),
  'not-an-object': () => json('["0","Success",null]'),
  'invalid-utf8': () =>
    raw(
      Buffer.concat([
        Buffer.from('{"code":"0","msg":"'),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
        Buffer.from('","data":"1"}'),
      ]),
    ),
  oversized: () => json(`{"code":"0","msg":"Success","data":"${'x'.repeat(OVERSIZED_BYTES)}"}`),
  /** Announces more than it sends and closes. */
  'short-body': () => announcing('{"code":"0","msg":"Success","data":""}', 400),
  /** Announces less than it sends: what is over stands where the next answer's head should be. */
  'long-body': () => announcing('{"code":"0","msg":"Success","data":""}', 10),
  'broken-chunking': () => ({
    parts: [head(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' }), Buffer.from('zz\r\n{"code":"0"\r\n-5\r\n')],
    everyMs: 0,
    ending: 'close' as const,
  }),
  'no-http': () => ({ parts: [Buffer.from('SSH-2.0-dropbear_2019.78\r\n')], everyMs: 0, ending: 'close' as const }),
} satisfies Readonly<Record<string, () => RawReply>>;

export type GarbageForm = keyof typeof FORMS;
export const GARBAGE_FORMS = Object.keys(FORMS) as GarbageForm[];

export function garbage(form: GarbageForm): RawReply {
  return FORMS[form]();
}

function json(text: string): RawReply {
  return raw(Buffer.from(text));
}

function raw(body: Buffer): RawReply {
  return wholeReply({ httpStatus: 200, headers: JSON_TYPE }, body);
}

function announcing(text: string, contentLength: number): RawReply {
  const headers = { ...JSON_TYPE, 'content-length': String(contentLength) };
  return { parts: [head(200, headers), Buffer.from(text)], everyMs: 0, ending: 'close' };
}

import { asText, Fields } from '../mapping/fields.js';
import { parseJson } from '../mapping/json.js';

/** An answer in HikCentral's own form, without its `msg`: that may echo the string to sign (seen in the field). */
export interface Envelope {
  readonly code: string;
  readonly data: unknown;
  /** The one thing that is read from `msg`: only there a visitor's certificate that is in use is told of. */
  readonly isDuplicateCertificate: boolean;
}

/** Stands in `msg` when another visitor with this certificate number is expected or inside (seen in the field). */
const DUPLICATE_CERTIFICATE = /(?<!\d)60051(?!\d)/;

/**
 * null for anything that is no envelope: HTML, truncated JSON, an array, an absurd depth, two codes. By content, never by
 * header.
 */
export function parseEnvelope(body: Buffer): Envelope | null {
  const fields = Fields.maybe(parseJson(body));
  if (fields === null || !fields.isClear('code') || !fields.isClear('data')) return null;
  const code = asText(fields.raw('code'));
  if (code === null) return null;
  const msg = fields.isClear('msg') ? asText(fields.raw('msg')) : null;
  const isDuplicateCertificate = DUPLICATE_CERTIFICATE.test(msg ?? '');
  return { code, data: fields.raw('data'), isDuplicateCertificate };
}

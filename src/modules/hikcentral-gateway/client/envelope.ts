import { asText, Fields } from '../mapping/fields.js';

/** An answer in HikCentral's own form, without its `msg`: that may echo the string to sign (seen in the field). */
export interface Envelope {
  readonly code: string;
  readonly data: unknown;
}

/** Our deepest documented answer has eight levels. Beyond this an answer is an attack on the parser's memory. */
const MAX_DEPTH = 64;
const UTF8_BOM = '\uFEFF';

/** null for anything that is no envelope: HTML, truncated JSON, an array, an absurd depth. By content, never by header. */
export function parseEnvelope(body: Buffer): Envelope | null {
  if (isTooDeep(body)) return null;
  const fields = Fields.maybe(parseJson(body.toString('utf8')));
  const code = fields === null ? null : asText(fields.raw('code'));
  return fields === null || code === null ? null : { code, data: fields.raw('data') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(UTF8_BOM) ? text.slice(1) : text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (isInText) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

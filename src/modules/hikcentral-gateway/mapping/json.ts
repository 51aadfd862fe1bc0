/** Our deepest documented answer has eight levels. Beyond this an answer is an attack on the parser's memory. */
const MAX_DEPTH = 64;
const UTF8_BOM = '\uFEFF';

/** null for what is no JSON, or of an absurd depth. */
export function parseJson(body: Buffer): unknown {
  if (isTooDeep(body)) return null;
  const text = body.toString('utf8');
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

const MAX_DEPTH = 64;
const UTF8_BOM = '\uFEFF';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** null for what is no JSON, or deeper than any device's. */
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

/** Byte by byte: a pattern that skips texts can be made to run for minutes. */
function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < body.length && depth <= MAX_DEPTH; index += 1) {
    const byte = body[index] ?? 0;
    if (isInText && byte === BACKSLASH) index += 1;
    else if (byte === QUOTE) isInText = !isInText;
    else if (!isInText && OPENING.has(byte)) depth += 1;
    else if (!isInText && CLOSING.has(byte)) depth -= 1;
  }
  return depth > MAX_DEPTH;
}

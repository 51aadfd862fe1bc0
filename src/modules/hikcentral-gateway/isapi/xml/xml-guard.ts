/** Our deepest documented document has six levels. */
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 20_000;
const MAX_TAG_LENGTH = 2_048;

const DECLARATION = /^\uFEFF?\s*(?:<\?xml\s[^<>?]{0,200}\?>)?/;
const WHITESPACE = /^\s*$/;
/** The five that XML itself knows, and characters by number. Any other would have to be declared. */
const FOREIGN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
/** Not allowed in a document, and none of ours has them. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const TAG = /^<(\/?)([A-Za-z_][\w.:-]{0,127})((?:\s+[A-Za-z_][\w.:-]{0,127}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>$/;

/**
 * Refuses what the parser must never see: document types, entities, processing instructions, sections that are no
 * elements, depth and size beyond any device's, and tags that do not match, which the parser would forgive.
 * Reads each character once. null: refused.
 */
export function guardedXml(text: string): string | null {
  if (CONTROL.test(text) || FOREIGN_ENTITY.test(text)) return null;
  const body = text.slice(DECLARATION.exec(text)?.[0].length ?? 0);
  return isBalanced(body) ? body.trim() : null;
}

function isBalanced(body: string): boolean {
  const open: string[] = [];
  let elements = 0;
  let at = 0;
  while (at < body.length) {
    const start = body.indexOf('<', at);
    const between = body.slice(at, start === -1 ? body.length : start);
    if (open.length === 0 && !WHITESPACE.test(between)) return false;
    if (start === -1) break;
    const end = endOfTag(body, start);
    if (end === null) return false;
    const [, closing, name = '', , empty] = TAG.exec(body.slice(start, end)) ?? [];
    if (closing === undefined) return false;
    if (closing !== '') {
      if (open.pop() !== name) return false;
    } else {
      if (open.length === 0 && elements > 0) return false;
      elements += 1;
      if (empty === '') open.push(name);
    }
    if (open.length > MAX_DEPTH || elements > MAX_ELEMENTS) return false;
    at = end;
  }
  return elements > 0 && open.length === 0;
}

/** After the `>` that is not inside an attribute's value. */
function endOfTag(body: string, start: number): number | null {
  let quote: string | null = null;
  const limit = Math.min(body.length, start + MAX_TAG_LENGTH);
  for (let at = start + 1; at < limit; at += 1) {
    const character = body[at] ?? '';
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return null;
}

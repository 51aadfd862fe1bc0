/** `' / \ : * ? " < > |` are refused in names (HikCentral OpenAPI guide). */
const FORBIDDEN = /['/\\:*?"<>|]/gu;
const MAX_NAME_LENGTH = 256;
/** Both parts are required; this one stands in for what a single-word name does not have. */
const FILLER = '-';

export interface SplitName {
  readonly familyName: string;
  readonly givenName: string;
}

/** The last word is the family name, everything before it the given name. Each part is cut to `maxLength` characters. */
export function splitName(fullName: string, maxLength = MAX_NAME_LENGTH): SplitName {
  const words = fullName.replace(FORBIDDEN, '').split(/\s+/u).filter(Boolean);
  const familyName = words.length > 1 ? words.pop() : undefined;
  return { familyName: fit(familyName ?? '', maxLength), givenName: fit(words.join(' '), maxLength) };
}

function fit(part: string, maxLength: number): string {
  let cut = '';
  // By code points, so that no surrogate pair is torn apart.
  for (const character of part) {
    if (cut.length + character.length > maxLength) break;
    cut += character;
  }
  return cut === '' ? FILLER : cut;
}

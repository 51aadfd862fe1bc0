/** How a device asks who we are (RFC 7616), as far as we can answer it. */
export interface DigestChallenge {
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** The nonce was too old; the password was not judged. */
  readonly isStale: boolean;
}

type Parameters = ReadonlyMap<string, string>;

const MAX_HEADER_LENGTH = 4_096;
const MAX_PARAMETERS = 64;
/** What may stand in a header that we send back. */
const SENDABLE = /^[\x20-\x7e\x80-\xff]{0,512}$/;
const SPACE_OR_COMMA = /[\s,]*/y;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
/** Values of a token68 scheme and unquoted values alike. */
const BARE = /[^\s,"]+/y;

/**
 * The strongest way to answer among all challenges of `WWW-Authenticate`, several headers joined by commas included.
 * null: nothing there that we speak (Basic never is), or a header that is no header.
 */
export function readChallenge(header: string | null): DigestChallenge | null {
  if (header === null || header.length > MAX_HEADER_LENGTH) return null;
  const offered = splitChallenges(header).flatMap((parameters) => toChallenge(parameters) ?? []);
  return offered.find(({ algorithm }) => algorithm === 'SHA-256') ?? offered[0] ?? null;
}

function toChallenge(parameters: Parameters): DigestChallenge | null {
  const algorithm = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const opaque = parameters.get('opaque') ?? null;
  const offersAuth = (parameters.get('qop') ?? '').split(',').some((qop) => qop.trim().toLowerCase() === 'auth');
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return null;
  if (realm === undefined || nonce === undefined || nonce === '' || !offersAuth) return null;
  if (![realm, nonce, opaque ?? ''].every((text) => SENDABLE.test(text))) return null;
  return { algorithm, realm, nonce, opaque, isStale: parameters.get('stale')?.toLowerCase() === 'true' };
}

/** Parameters of each Digest challenge; one that is malformed ends the reading, those before it stand. */
function splitChallenges(header: string): Parameters[] {
  const challenges: Map<string, string>[] = [];
  /** Of other schemes nobody looks at them. */
  let current = new Map<string, string>();
  let count = 0;
  let at = 0;
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at;
    const match = form.exec(header);
    if (match !== null) at = form.lastIndex;
    return match;
  };
  for (take(SPACE_OR_COMMA); at < header.length && count < MAX_PARAMETERS; take(SPACE_OR_COMMA), count += 1) {
    const name = take(TOKEN)?.[0].toLowerCase();
    if (name === undefined) break;
    if (take(EQUALS) === null) {
      current = new Map();
      if (name === 'digest') challenges.push(current);
      continue;
    }
    const value = take(QUOTED)?.[1]?.replace(/\\([\s\S])/g, '$1') ?? take(BARE)?.[0];
    if (value === undefined) break;
    // Said twice is a contradiction we must not choose from: the first one stands.
    if (!current.has(name)) current.set(name, value);
  }
  return challenges;
}

import { accessSync, constants } from 'node:fs';
import { isIP } from 'node:net';
import { type Direction, type DoorDirection } from './settings.js';

/** A fault says what is expected and never repeats the text: a secret pasted into the wrong variable must not be echoed. */
export type Parsed<T> = { readonly value: T } | { readonly fault: string };

export interface SettingParser<T> {
  /** What the reference page says about the form. */
  readonly form: string;
  readonly parse: (text: string) => Parsed<T>;
}

const CONTROL_CHARACTER = /\p{Cc}/u;
const PROXY_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);
const DOOR_DIRECTION = /^(?:(?<of>door|reader):)?(?<code>[^=:,\s]+)=(?<direction>entry|exit)$/;

export function wholeNumber(min: number, max: number): SettingParser<number> {
  const form = `whole number, ${min} to ${max}`;
  return {
    form,
    parse: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= min && value <= max ? { value } : { fault: `must be a ${form}` };
    },
  };
}

export function oneOf<const T extends string>(...words: readonly T[]): SettingParser<T> {
  const form = words.map((word) => `\`${word}\``).join(', ');
  return {
    form,
    parse: (text) => {
      const value = words.find((word) => word === text);
      return value === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value };
    },
  };
}

export const trueOrFalse: SettingParser<boolean> = {
  form: '`true` or `false`',
  parse: (text) =>
    text === 'true' || text === 'false' ? { value: text === 'true' } : { fault: 'must be true or false' },
};

export function plainText(maxLength: number): SettingParser<string> {
  const form = `text, at most ${maxLength} characters`;
  return {
    form,
    parse: (text) =>
      text.length <= maxLength && !CONTROL_CHARACTER.test(text)
        ? { value: text }
        : { fault: `must be ${form}, without control characters` },
  };
}

/** A name that HikCentral takes: it refuses `' / \\ : * ? " < > |` in names. */
export function nameInHikCentral(maxLength: number): SettingParser<string> {
  const text = plainText(maxLength);
  const form = `${text.form}, without the signs HikCentral refuses in names`;
  return {
    form,
    parse: (given) =>
      /['/\\:*?"<>|]/.test(given) ? { fault: `must be ${form}: ' / \\ : * ? " < > |` } : text.parse(given),
  };
}

export function urlWith(...schemes: readonly string[]): SettingParser<string> {
  const form = `URL, ${schemes.map((scheme) => `\`${scheme}://\``).join(' or ')}`;
  return {
    form,
    parse: (text) => {
      const url = parseUrl(text);
      const isFit = url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '';
      return isFit
        ? { value: text }
        : { fault: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}` };
    },
  };
}

/** Scheme, host and port: paths are the protocol's business, and a name or password in a URL ends up in logs. */
export const serverOrigin: SettingParser<string> = {
  form: '`https://host:port`; `http://` outside production only',
  parse: (text) => {
    const url = parseUrl(text);
    const isFit =
      url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href && url.hostname !== '';
    return isFit
      ? { value: url.origin }
      : { fault: 'must be https://host or https://host:port, without a path, a user or a password' };
  },
};

/** Paths are ours to add. HikCentral calls it from inside, where a site may have no certificate. */
export const publicOrigin: SettingParser<string> = {
  form: '`https://host:port`',
  parse: (text) => {
    const parsed = serverOrigin.parse(text);
    return 'fault' in parsed
      ? { fault: 'must be https://host or http://host, with or without a port, without a path, a user or a password' }
      : parsed;
  },
};

export const emailAddress: SettingParser<string> = {
  form: 'e-mail address',
  parse: (text) =>
    /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? { value: text } : { fault: 'must be an e-mail address' },
};

export const ianaZone: SettingParser<string> = {
  form: 'IANA time zone',
  parse: (text) => {
    // An offset such as +03:00 is accepted by Intl and knows nothing of daylight saving: a zone has a name.
    const isNamed = /^[A-Za-z]/.test(text);
    return isNamed && isKnownZone(text)
      ? { value: text }
      : { fault: 'must be an IANA time zone such as Europe/Helsinki' };
  },
};

/** 32 bytes, the key length of AES-256. */
export const base64Key: SettingParser<Buffer> = {
  form: '32 bytes in base64: `openssl rand -base64 32`',
  parse: (text) => {
    const isBase64 = /^[A-Za-z0-9+/]{43}=$/.test(text);
    return isBase64
      ? { value: Buffer.from(text, 'base64') }
      : { fault: 'must be 32 bytes in base64, as `openssl rand -base64 32` makes them' };
  },
};

export const readableFile: SettingParser<string> = {
  form: 'path of a file',
  parse: (text) => {
    try {
      accessSync(text, constants.R_OK);
      return { value: text };
    } catch {
      return { fault: 'must be the path of a file that this process may read' };
    }
  },
};

export const proxies: SettingParser<boolean | string> = {
  form: '`true`, `false`, or addresses and networks with commas between',
  parse: (text) => {
    if (text === 'true' || text === 'false') return { value: text === 'true' };
    return text.split(',').every((part) => isNetwork(part.trim()))
      ? { value: text }
      : { fault: 'must be true, false, or a list of IP addresses and networks (10.0.0.0/8)' };
  },
};

export const doorDirections: SettingParser<readonly DoorDirection[]> = {
  form: '`code=entry,door:2=exit,reader:5=entry`',
  parse: (text) => {
    const pairs = text.split(',').map((part) => DOOR_DIRECTION.exec(part.trim())?.groups);
    const value = pairs.flatMap((pair) => (pair === undefined ? [] : [toDoorDirection(pair)]));
    if (value.length !== pairs.length) {
      return { fault: 'must be pairs such as 1=entry,door:2=exit,reader:5=entry with commas between' };
    }
    const keys = new Set(value.map(({ of, code }) => `${of ?? ''}:${code}`));
    return keys.size === value.length ? { value } : { fault: 'names the same door or reader twice' };
  },
};

/** `URL.parse` came with Node 22. */
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function toDoorDirection(pair: Record<string, string | undefined>): DoorDirection {
  const of = pair['of'] === 'door' || pair['of'] === 'reader' ? pair['of'] : null;
  const direction: Direction = pair['direction'] === 'entry' ? 'entry' : 'exit';
  return { of, code: pair['code'] ?? '', direction };
}

function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isNetwork(text: string): boolean {
  if (PROXY_RANGES.has(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

import { type Parsed, type SettingParser } from './setting-parsers.js';

/** Who gives the value when the environment does not. */
export type Source =
  /** The text of `fallback`, everywhere. */
  | 'default'
  /** Nobody: null. */
  | 'none'
  /** Outside production the embedded parts (`src/embedded`); in production its absence stops the boot. */
  | 'embedded';

/** One row of the table: what validation, `docs/settings.md` and `.env.example` say about a variable. */
export interface Setting<T> {
  readonly read: (text: string, isProduction: boolean) => Parsed<T>;
  /** What the reference page says about the form. */
  readonly form: string;
  readonly source: Source;
  /** The default as it would be written in the environment; null where there is none. */
  readonly fallback: string | null;
  /** The default in words where it is not a constant. */
  readonly fallbackNote: string | null;
  readonly meaning: string;
  /** The value opens something: nothing may repeat it. */
  readonly isSecret: boolean;
}

interface Extras<T> {
  readonly isSecret?: boolean;
  /** What production asks beyond the form: the fault, or null. */
  readonly inProduction?: (value: T) => string | null;
}

export function withDefault<T>(
  parser: SettingParser<T>,
  fallback: string,
  meaning: string,
  extras: Extras<T> = {},
): Setting<T> {
  return { ...row(parser, meaning, extras), source: 'default', fallback };
}

export function optional<T>(parser: SettingParser<T>, meaning: string, extras: Extras<T> = {}): Setting<T | null> {
  return row(parser, meaning, extras);
}

export function embedded<T>(
  parser: SettingParser<T>,
  fallbackNote: string,
  meaning: string,
  extras: Extras<T> = {},
): Setting<T> {
  return { ...row(parser, meaning, extras), source: 'embedded', fallbackNote };
}

function row<T>(parser: SettingParser<T>, meaning: string, extras: Extras<T>): Setting<T> {
  const { isSecret = false, inProduction = () => null } = extras;
  return {
    read: (text, isProduction) => {
      const parsed = parser.parse(text);
      if ('fault' in parsed || !isProduction) return parsed;
      const fault = inProduction(parsed.value);
      return fault === null ? parsed : { fault };
    },
    form: parser.form,
    source: 'none',
    fallback: null,
    fallbackNote: null,
    meaning,
    isSecret,
  };
}

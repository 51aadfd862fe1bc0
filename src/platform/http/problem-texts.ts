import { type ErrorContext } from '../errors/app-error.js';
import { type Language } from './language.js';

export type Text = Readonly<Record<Language, string>>;

const texts = new Map<string, Text>();

/**
 * What a person reads under a public error code, in each language. `{name}` is replaced from `error.context`.
 * Each module registers its own at load. A code is registered once: two meanings of one code stop the process.
 */
export function registerProblemTexts(entries: Readonly<Record<string, Text>>): void {
  for (const [code, text] of Object.entries(entries)) {
    const known = texts.get(code);
    if (known !== undefined && (known.en !== text.en || known.ru !== text.ru)) {
      throw new Error(`the problem code ${code} has two texts`);
    }
    texts.set(code, text);
  }
}

/** Every code that has a text, for the catalogue. */
export function problemCodes(): readonly string[] {
  return [...texts.keys()].sort();
}

/** @returns null when nobody registered the code */
export function problemText(code: string, language: Language, context: ErrorContext = {}): string | null {
  const text = texts.get(code);
  return text === undefined ? null : fillIn(text[language], context);
}

export function fillIn(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : placeholder;
  });
}

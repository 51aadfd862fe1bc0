import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pickLanguage } from '../../../../simulator/page/language.js';

const ASSETS = fileURLToPath(new URL('../../../../simulator/page/assets/', import.meta.url));
const read = (name: string): string => readFileSync(ASSETS + name, 'utf8');

/** `key: …` and `'key.part': …` at the beginning of a line: the dictionaries have no other form. */
function keysOf(name: string): string[] {
  return [...read(name).matchAll(/^ {2}(?:'([^']+)'|(\w+)):/gm)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

function placeholdersOf(name: string, key: string): string[] {
  const start = read(name).search(new RegExp(`^ {2}'?${key.replace(/\./g, '\\.')}'?:`, 'm'));
  const entry = /^.*?(?=\n {2}['\w]|\n\};)/s.exec(read(name).slice(start))?.[0] ?? '';
  return [...new Set([...entry.matchAll(/\{(\w+)\}/g)].map(([, word = '']) => word))].sort();
}

describe('the words of the page', () => {
  const english = keysOf('words-en.js');

  it('are the same in both languages, each once, with the same blanks to fill', () => {
    expect(english.length).toBeGreaterThan(150);
    expect(new Set(english).size).toBe(english.length);
    expect(keysOf('words-ru.js')).toEqual(english);
    const filled = (name: string) =>
      english.filter((key) => !/^(people|faults)\./.test(key)).map((key) => [key, placeholdersOf(name, key)]);
    expect(filled('words-ru.js')).toEqual(filled('words-en.js'));
  });

  it('are there for every key that the page names', () => {
    const sources = readdirSync(ASSETS).filter((name) => /\.(js|html)$/.test(name) && !name.startsWith('words'));
    const named = sources.flatMap((name) =>
      [...read(name).matchAll(/(?:\bt\(\s*|data-t(?:-label)?=)['"]([\w.-]+)['"]/g)].map(([, key = '']) => key),
    );
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((key) => !english.includes(key))).toEqual([]);
  });
});

describe('pickLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en-GB,en;q=0.9,ru;q=0.8', 'en'],
    ['de;q=1, RU;q=0.3', 'ru'],
    ['ru;q=0', 'en'],
    ['ru;q=abc, en;q=0.9', 'ru'],
    [';;;,,,ru;q=9', 'ru'],
    ['fr,*', 'en'],
  ])('makes of %j %s', (accepted, language) => {
    expect(pickLanguage(accepted)).toBe(language);
  });
});

import { preferredLanguage } from '../../../../src/platform/http/language.js';

describe('preferredLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en;q=0.3, ru;q=0.8', 'ru'],
    ['ru;q=0.3, en;q=0.8', 'en'],
    ['de, fr;q=0.9, ru;q=0.1', 'ru'],
    ['*', 'en'],
    ['*, ru;q=0.5', 'en'],
    ['ru;q=0', 'en'],
    ['ru;q=nonsense', 'en'],
    ['ru;q=7, en;q=0.1', 'en'],
    ['rust', 'en'],
    [`${'x,'.repeat(1_000)}ru`, 'en'],
  ])('%s is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

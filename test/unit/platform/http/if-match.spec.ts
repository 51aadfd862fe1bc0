import { parseIfMatch } from '../../../../src/platform/http/if-match.js';
import { IfMatchMalformedError } from '../../../../src/platform/http/http.errors.js';

describe('If-Match', () => {
  it('holds a version in quotation marks, or a star', () => {
    expect([parseIfMatch('"3"'), parseIfMatch(' "12" '), parseIfMatch('*')]).toEqual([3, 12, null]);
  });

  it.each(['3', '""', 'W/"3"', '"3", "4"', '"1e3"', '"9999999999"'])('refuses %s', (header) => {
    expect(() => parseIfMatch(header)).toThrow(IfMatchMalformedError);
  });
});

import fc from 'fast-check';
import { splitName } from '../../../../../src/modules/hikcentral-gateway/mapping/names.js';

describe('a name as HikCentral takes it', () => {
  it.each([
    ['Asa Ost', 'Asa', 'Ost'],
    ['  Anna  Maria van Dyk ', 'Anna Maria van', 'Dyk'],
    ['Madonna', 'Madonna', '-'],
    [`Con<or> "Mac" O'Brien`, 'Conor Mac', 'OBrien'],
    ['?? **', '-', '-'],
  ])('%s', (fullName, givenName, familyName) => {
    expect(splitName(fullName)).toEqual({ givenName, familyName });
  });

  it('fits, whatever it was, and holds nothing that is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 700 }), (fullName) => {
        for (const part of Object.values<string>({ ...splitName(fullName) })) {
          expect(part).not.toMatch(/['/\\:*?"<>|]/);
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(256);
          expect(part).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isOurPersonCode, makePersonCode } from '../../../../../src/modules/access-control/domain/person-code.js';

const macOf = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
const nineBytes = fc.uint8Array({ minLength: 9, maxLength: 9 }).map((bytes) => Buffer.from(bytes));

describe('person code', () => {
  it('is sixteen letters and digits, and known as ours', () => {
    fc.assert(
      fc.property(nineBytes, (random) => {
        const code = makePersonCode(random, macOf('ours'));
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
        expect(isOurPersonCode(code, macOf('ours'))).toBe(true);
      }),
    );
  });

  it('is not ours after any one character was changed', () => {
    fc.assert(
      fc.property(nineBytes, fc.nat({ max: 15 }), (random, index) => {
        const code = makePersonCode(random, macOf('ours'));
        const other = code[index] === 'A' ? 'B' : 'A';
        expect(isOurPersonCode(code.slice(0, index) + other + code.slice(index + 1), macOf('ours'))).toBe(false);
      }),
      // 20 bits of proof: one in a million would pass; the seed is fixed so that none does by chance.
      { seed: 7 },
    );
  });

  it.each(['', 'V202601010042', 'AAAAAAAAAAAAAAAA', 'a'.repeat(17)])('does not take %p for ours', (code) => {
    expect(isOurPersonCode(code, macOf('ours'))).toBe(false);
  });

  it('needs as many random bytes as it has random characters', () => {
    expect(() => makePersonCode(Buffer.alloc(8), macOf('ours'))).toThrow(RangeError);
  });
});

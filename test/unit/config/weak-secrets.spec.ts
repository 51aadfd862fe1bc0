import { randomBytes } from 'node:crypto';
import { weaknessOfKey, weaknessOfPassword } from '../../../src/config/weak-secrets.js';

describe('weak secrets', () => {
  it('never mistake a random key for a weak one', () => {
    for (let round = 0; round < 2_000; round += 1) expect(weaknessOfKey(randomBytes(32))).toBeNull();
  });

  it.each([
    ['zeros', Buffer.alloc(32)],
    ['two alternating halves', Buffer.from('0123456789abcdef0123456789abcdef', 'hex').subarray(0, 16)],
    ['a count', Buffer.from(Array.from({ length: 32 }, (_, index) => 200 + index))],
    ['a sentence', Buffer.from('The quick brown fox jumps over a')],
  ])('see through %s', (_what, key) => {
    expect(weaknessOfKey(key)).not.toBeNull();
  });

  it.each(['short', 'aaaaaaaaaaaaaaaa', 'password1234', 'ChangeMe-2026', 'vestibulevestibule'])(
    'see through %s',
    (text) => {
      expect(weaknessOfPassword(text)).not.toBeNull();
    },
  );

  it.each(['correct horse battery', 'k3Vq9TzP0sXw', 'my vestibule is the finest'])('let %s pass', (text) => {
    expect(weaknessOfPassword(text)).toBeNull();
  });
});

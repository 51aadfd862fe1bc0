import fc from 'fast-check';
import { KeyVault, VaultUnreadableError } from '../../../../src/platform/crypto/key-vault.js';
import { SystemRandom } from '../../../../src/platform/random/random.js';

const SECRET = Buffer.alloc(32, 3);
const ROW = 'guests:photo:0197f5f0-0000-7000-8000-000000000001';
const unreadable = VaultUnreadableError;

const vaultOf = (secret = SECRET, keyId = 1) => new KeyVault(secret, new SystemRandom(), keyId);

describe('key vault', () => {
  const vault = vaultOf();

  it('opens what it sealed, whatever the bytes, also in another process', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), (bytes, row) => {
        const plain = Buffer.from(bytes);
        expect(vaultOf().open(vault.seal(plain, row), row)).toEqual(plain);
      }),
    );
  });

  it('never seals the same twice alike, and shows nothing of what is inside', () => {
    const plain = Buffer.from('a name that must not be seen');
    const [first, second] = [vault.seal(plain, ROW), vault.seal(plain, ROW)];
    expect(first).not.toEqual(second);
    expect(first.includes(plain.subarray(0, 6))).toBe(false);
  });

  it('does not open a value that was moved to another row', () => {
    const sealed = vault.seal(Buffer.from('photo'), ROW);
    expect(() => vault.open(sealed, ROW.replace('1', '2'))).toThrow(unreadable);
  });

  it('notices every flipped bit and every cut', () => {
    const sealed = vault.seal(Buffer.from('twelve bytes'), ROW);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7));
      expect(() => vault.open(flipped, ROW)).toThrow(unreadable);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => vault.open(sealed.subarray(0, length), ROW)).toThrow(unreadable);
    }
  });

  it('does not open with another secret or key id', () => {
    const sealed = vault.seal(Buffer.from('secret'), ROW);
    expect(() => vaultOf(Buffer.alloc(32, 4)).open(sealed, ROW)).toThrow(unreadable);
    expect(() => vaultOf(SECRET, 2).open(sealed, ROW)).toThrow(unreadable);
  });

  it('tells no plain text and no key in its error', () => {
    const sealed = vault.seal(Buffer.from('Ivan Petrov'), ROW);
    sealed[20] = sealed[20]! ^ 1;
    try {
      vault.open(sealed, ROW);
      throw new Error('it opened');
    } catch (error) {
      expect(String(error)).toBe('VaultUnreadableError: a sealed value does not belong to this key and row');
    }
  });

  it('fingerprints the same value alike for one purpose and secret only', () => {
    const print = vault.fingerprint('identity-number', '4510 123456');
    expect(print).toHaveLength(32);
    expect(vaultOf().fingerprint('identity-number', '4510 123456')).toEqual(print);
    expect(vault.fingerprint('identity-number', '4510 123457')).not.toEqual(print);
    expect(vault.fingerprint('student-id', '4510 123456')).not.toEqual(print);
    expect(vaultOf(Buffer.alloc(32, 4)).fingerprint('identity-number', '4510 123456')).not.toEqual(print);
  });
});

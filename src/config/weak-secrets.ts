/** 32 random bytes hold 30 different values on average and fewer than 16 once in 10^14 keys. */
const FEWEST_DIFFERENT_BYTES = 16;
const SHORTEST_PASSWORD = 12;
/** A password of twelve characters with fewer different ones is a pattern. */
const FEWEST_DIFFERENT_CHARACTERS = 5;
const WELL_KNOWN = [
  'password',
  'changeme',
  'change-me',
  'vestibule',
  'hikcentral',
  'administrator',
  '12345678',
  'qwerty',
];

/** @returns why the key is weak, or null */
export function weaknessOfKey(key: Buffer): string | null {
  const bytes = [...key];
  if (new Set(bytes).size < FEWEST_DIFFERENT_BYTES) return 'repeats itself';
  const steps = new Set(bytes.slice(1).map((byte, index) => (byte - (bytes[index] ?? 0) + 256) % 256));
  if (steps.size === 1) return 'counts up or down';
  // Random bytes are all printable once in 10^14 keys; words are always.
  if (bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)) return 'is readable text';
  return null;
}

/** @returns why the password is weak, or null */
export function weaknessOfPassword(password: string): string | null {
  if (password.length < SHORTEST_PASSWORD) return `is shorter than ${SHORTEST_PASSWORD} characters`;
  if (new Set(password).size < FEWEST_DIFFERENT_CHARACTERS) return 'repeats itself';
  const lowered = password.toLowerCase();
  const isKnown = WELL_KNOWN.some((word) => lowered.replaceAll(word, '').length < SHORTEST_PASSWORD / 2);
  return isKnown ? 'is a well-known password' : null;
}

/** Keyed hash that only this installation can compute; any length from 4 bytes up. */
export type PersonCodeMac = (text: string) => Buffer;

/** Letters and digits that nobody confuses when reading one aloud: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const INSTALLATION_LENGTH = 3;
const RANDOM_LENGTH = 9;
const PROOF_LENGTH = 4;
const BODY_LENGTH = INSTALLATION_LENGTH + RANDOM_LENGTH;

/** HikCentral takes at most 16 characters (HikCentral OpenAPI guide). */
export const PERSON_CODE_LENGTH = BODY_LENGTH + PROOF_LENGTH;
export const PERSON_CODE_RANDOM_BYTES = RANDOM_LENGTH;

/**
 * The only handle on a person after a lost answer: made once per guest and server, never changed. 3 of the
 * installation, 9 random, 4 that prove it is ours.
 */
export function makePersonCode(random: Buffer, mac: PersonCodeMac): string {
  const body = `${installationOf(mac)}${toLetters(random, RANDOM_LENGTH)}`;
  return `${body}${proofOf(body, mac)}`;
}

/** Whether this installation made it. */
export function isOurPersonCode(personCode: string, mac: PersonCodeMac): boolean {
  const body = personCode.slice(0, BODY_LENGTH);
  return (
    personCode.length === PERSON_CODE_LENGTH &&
    body.startsWith(installationOf(mac)) &&
    personCode.slice(BODY_LENGTH) === proofOf(body, mac)
  );
}

function installationOf(mac: PersonCodeMac): string {
  return toLetters(mac('installation'), INSTALLATION_LENGTH);
}

function proofOf(body: string, mac: PersonCodeMac): string {
  return toLetters(mac(`code:${body}`), PROOF_LENGTH);
}

function toLetters(bytes: Buffer, count: number): string {
  if (bytes.length < count) throw new RangeError(`${count} characters need as many bytes`);
  // 256 is a multiple of 32: every letter is equally likely.
  return [...bytes.subarray(0, count)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

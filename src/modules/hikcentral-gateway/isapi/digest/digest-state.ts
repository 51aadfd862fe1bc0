import { type Random } from '../../../../platform/random/random.js';
import { type DigestChallenge } from './challenge.js';
import { type DeviceCredentials, digestAnswer } from './digest-answer.js';

const CNONCE_BYTES = 16;
const MAX_NONCE_COUNT = 0xffff_ffff;
const PRINTABLE_ASCII = /^[\x20-\x7e]{1,64}$/;

/** What we know of a device's wish to know who we are: the last nonce, how often it was used, and what came of it. */
export class DigestState {
  private challenge: DigestChallenge | null = null;
  private nonceCount = 0;
  private hasBeenAccepted = false;
  private hasBeenRejected = false;

  /** @throws RangeError for a user name that is not 1–64 printable ASCII characters */
  constructor(
    private credentials: DeviceCredentials,
    private readonly random: Random,
  ) {
    assertUsername(credentials);
  }

  /** The device has let these credentials in, with the nonce we still hold. */
  get isProven(): boolean {
    return this.hasBeenAccepted && this.challenge !== null;
  }

  /** The device said no: nothing more is sent until `replace`. */
  get isRejected(): boolean {
    return this.hasBeenRejected;
  }

  get nonce(): string | null {
    return this.challenge?.nonce ?? null;
  }

  /** null while no challenge is known. */
  authorization(method: string, target: string): string | null {
    if (this.challenge === null) return null;
    this.nonceCount = Math.min(this.nonceCount + 1, MAX_NONCE_COUNT);
    const cnonce = this.random.bytes(CNONCE_BYTES).toString('hex');
    return digestAnswer(this.challenge, this.credentials, { method, target, nonceCount: this.nonceCount, cnonce });
  }

  learn(challenge: DigestChallenge): void {
    this.challenge = challenge;
    this.nonceCount = 0;
  }

  accepted(): void {
    this.hasBeenAccepted = true;
  }

  rejected(): void {
    this.hasBeenRejected = true;
    this.forget();
  }

  /** @throws RangeError for a user name that is not 1–64 printable ASCII characters */
  replace(credentials: DeviceCredentials): void {
    assertUsername(credentials);
    this.credentials = credentials;
    this.hasBeenRejected = false;
    this.forget();
  }

  private forget(): void {
    this.challenge = null;
    this.hasBeenAccepted = false;
  }
}

function assertUsername({ username }: DeviceCredentials): void {
  if (!PRINTABLE_ASCII.test(username)) throw new RangeError('a user name has 1 to 64 printable ASCII characters');
}

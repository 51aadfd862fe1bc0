import { timingSafeEqual } from 'node:crypto';
import { type DigestAlgorithm, digestResponse, parseDigest } from './digest.js';
import { Lockout } from './lockout.js';
import { Nonces } from './nonces.js';

export interface GateRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly address: string;
}

export interface GateSettings {
  readonly realm: string;
  readonly username: string;
  readonly algorithms: readonly DigestAlgorithm[];
}

const COUNT = /^[0-9a-f]{8}$/i;

/** Digest authentication, RFC 7616 with `qop=auth`. No Basic, no session algorithms. */
export class DigestGate {
  readonly nonces: Nonces;
  readonly lockout: Lockout;

  constructor(
    private readonly settings: GateSettings,
    private password: string,
    nowMs: () => number,
  ) {
    this.nonces = new Nonces(nowMs);
    this.lockout = new Lockout(nowMs);
  }

  setPassword(password: string): void {
    this.password = password;
  }

  /** @returns the challenges to refuse the call with, or undefined when it may pass */
  check(request: GateRequest): string[] | undefined {
    if (this.lockout.isLocked(request.address)) return this.challenges(false);
    const { authorization } = request;
    // A guess by Basic is no answer to the challenge: it is not even looked at.
    if (authorization === undefined || !/^Digest\s/i.test(authorization)) return this.challenges(false);
    const answer = parseDigest(authorization);
    if (answer === undefined || !this.isRight(answer, request)) {
      this.lockout.bad(request.address);
      return this.challenges(false);
    }
    this.lockout.good(request.address);
    const isFresh = this.nonces.use(answer.get('nonce') ?? '', parseInt(answer.get('nc') ?? '', 16));
    return isFresh ? undefined : this.challenges(true);
  }

  private isRight(answer: ReadonlyMap<string, string>, request: GateRequest): boolean {
    const value = (name: string): string => answer.get(name) ?? '';
    const wanted = value('algorithm') || 'MD5';
    const algorithm = this.settings.algorithms.find((each) => each === wanted.toUpperCase());
    const { username, realm } = this.settings;
    if (algorithm === undefined || value('username') !== username || value('realm') !== realm) return false;
    if (value('qop') !== 'auth' || !COUNT.test(value('nc')) || value('cnonce') === '') return false;
    const expected = digestResponse({
      algorithm,
      username,
      realm,
      password: this.password,
      method: request.method,
      uri: request.target,
      nonce: value('nonce'),
      nc: value('nc'),
      cnonce: value('cnonce'),
    });
    const given = Buffer.from(value('response').toLowerCase());
    return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
  }

  private challenges(isStale: boolean): string[] {
    const { realm, algorithms } = this.settings;
    return algorithms.map((algorithm) => {
      const nonce = this.nonces.issue();
      return `Digest realm="${realm}", qop="auth", nonce="${nonce}", algorithm=${algorithm}, stale=${isStale ? 'true' : 'false'}`;
    });
  }
}

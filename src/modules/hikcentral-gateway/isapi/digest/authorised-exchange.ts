import { Mutex } from '../../budget/mutex.js';
import { NoAnswer } from '../../client/no-answer.js';
import { GatewayError, type GatewayErrorCode } from '../../gateway.errors.js';
import { readChallenge } from './challenge.js';
import { type DigestState } from './digest-state.js';

const UNAUTHORIZED = 401;

/** As much of an answer as authentication looks at. */
export interface Challenged {
  readonly httpStatus: number;
  /** `WWW-Authenticate`. */
  readonly challenge: string | null;
}

export interface AuthorisedRequest<A extends Challenged> {
  readonly method: string;
  readonly target: string;
  /** Sends the request from its first byte; null: without authorisation. */
  readonly transmit: (authorization: string | null) => Promise<A | NoAnswer>;
}

/**
 * Digest authentication around every request. A device locks an account after a few bad passwords, so credentials that
 * are not proven go one request at a time, a plain 401 to a fresh nonce is final, and after it nothing is sent.
 */
export class AuthorisedExchange {
  private readonly oneAtATime = new Mutex();

  constructor(private readonly state: DigestState) {}

  /** @param ask a cheap request without authorisation: no guest's data leaves before the device can accept it */
  async run<A extends Challenged>(
    request: AuthorisedRequest<A>,
    ask: () => Promise<Challenged | NoAnswer>,
  ): Promise<A | NoAnswer> {
    if (this.state.isProven) return this.ahead(request);
    return this.oneAtATime.run(() => (this.state.isProven ? this.ahead(request) : this.prove(request, ask)));
  }

  /** With the nonce we know, without being asked. */
  private async ahead<A extends Challenged>(request: AuthorisedRequest<A>): Promise<A | NoAnswer> {
    const { nonce } = this.state;
    const answer = await this.authorised(request);
    return isUnauthorized(answer) ? this.oneAtATime.run(() => this.answerAgain(request, answer, nonce)) : answer;
  }

  private async prove<A extends Challenged>(
    request: AuthorisedRequest<A>,
    ask: () => Promise<Challenged | NoAnswer>,
  ): Promise<A | NoAnswer> {
    if (this.state.isRejected) return notSent('GATEWAY.AUTH_REJECTED');
    if (this.state.nonce === null) {
      const obstacle = this.learnFrom(await ask());
      if (obstacle !== null) return obstacle;
    }
    const { nonce } = this.state;
    const answer = await this.authorised(request);
    if (!isUnauthorized(answer)) return answer;
    // Given just now, it was good, unless the device says otherwise: so it is the password.
    return nonce === null || isStale(answer) ? this.answerAgain(request, answer, nonce) : this.reject(answer);
  }

  private learnFrom(asked: Challenged | NoAnswer): NoAnswer | null {
    if (asked instanceof NoAnswer) return new NoAnswer(asked.error, false);
    if (asked.httpStatus === UNAUTHORIZED) return this.learn(asked) ? null : notSent('GATEWAY.UNSUPPORTED');
    return asked.httpStatus < 300 ? null : notSent('GATEWAY.BUSY');
  }

  private async answerAgain<A extends Challenged>(
    request: AuthorisedRequest<A>,
    refused: A,
    usedNonce: string | null,
  ): Promise<A | NoAnswer> {
    if (this.state.isRejected) return notSent('GATEWAY.AUTH_REJECTED');
    // Somebody else may have learnt a newer one meanwhile.
    if (this.state.nonce === usedNonce && !this.learn(refused)) return notSent('GATEWAY.UNSUPPORTED');
    const answer = await this.authorised(request);
    if (!isUnauthorized(answer)) return answer;
    // Too old again, at once: the device's trouble, not the password's.
    return isStale(answer) ? notSent('GATEWAY.BUSY') : this.reject(answer);
  }

  private async authorised<A extends Challenged>({
    method,
    target,
    transmit,
  }: AuthorisedRequest<A>): Promise<A | NoAnswer> {
    const authorization = this.state.authorization(method, target);
    const answer = await transmit(authorization);
    if (authorization !== null && hasLookedAtThePassword(answer)) this.state.accepted();
    return answer;
  }

  private learn({ challenge }: Challenged): boolean {
    const read = readChallenge(challenge);
    if (read !== null) this.state.learn(read);
    return read !== null;
  }

  private reject<A>(answer: A): A {
    this.state.rejected();
    return answer;
  }
}

function isUnauthorized<A extends Challenged>(answer: A | NoAnswer): answer is A {
  return !(answer instanceof NoAnswer) && answer.httpStatus === UNAUTHORIZED;
}

/** One that is broken inside has not. */
function hasLookedAtThePassword(answer: Challenged | NoAnswer): boolean {
  return !(answer instanceof NoAnswer) && answer.httpStatus !== UNAUTHORIZED && answer.httpStatus < 500;
}

function isStale({ challenge }: Challenged): boolean {
  return readChallenge(challenge)?.isStale === true;
}

function notSent(code: GatewayErrorCode): NoAnswer {
  return new NoAnswer(new GatewayError(code, 'the device did not let us in'), false);
}

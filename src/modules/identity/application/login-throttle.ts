import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { AttemptWindow } from '../../../platform/http/attempt-window.js';
import { TooManyRequestsError } from '../../../platform/http/http.errors.js';
import { emailKey } from '../domain/user.js';

/** Each costs a password hash: of one address, whoever it asks for. */
const ATTEMPTS = { limit: 60, windowMs: 60_000 };
/** Wrong passwords for one account from one address; from that address only, so that nobody can lock somebody else out. */
const FAILURES = { limit: 10, windowMs: 60_000 };

/** Slows guessing down. Counts in this process. */
@Injectable()
export class LoginThrottle {
  private readonly attempts: AttemptWindow;
  private readonly failures: AttemptWindow;

  constructor(clock: Clock) {
    this.attempts = new AttemptWindow(clock, ATTEMPTS);
    this.failures = new AttemptWindow(clock, FAILURES);
  }

  /** @throws TOO_MANY_REQUESTS with the seconds to wait */
  admit(address: string, email: string): void {
    const waitMs = Math.max(this.attempts.waitMs(address), this.failures.waitMs(accountKey(address, email)));
    if (waitMs > 0) throw new TooManyRequestsError(Math.ceil(waitMs / 1_000));
    this.attempts.note(address);
  }

  failed(address: string, email: string): void {
    this.failures.note(accountKey(address, email));
  }
}

function accountKey(address: string, email: string): string {
  return `${address} ${emailKey(email)}`;
}

import { AppError, type ErrorContext } from '../../../platform/errors/app-error.js';
import { type GatewayError } from '../gateway.errors.js';
import { registerProblemTexts } from '../../../platform/http/problem-texts.js';

const RETRY_AFTER_SECONDS = 5;

/** Nobody took the request up in time: certainly nothing was sent. `isRefused`: the lease holder said so. */
export class HikCentralNotAskedError extends AppError {
  readonly code = 'HIKCENTRAL_NOT_ASKED';
  readonly kind = 'unavailable';
  readonly retry = 'retry';

  /** @param failure why HikCentral is waited for, where anybody knows */
  constructor(
    readonly isRefused: boolean,
    retryAfterSeconds: unknown = RETRY_AFTER_SECONDS,
    readonly failure: GatewayError | null = null,
  ) {
    const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : RETRY_AFTER_SECONDS;
    super('no lease holder asked HikCentral in time', { retryAfterSeconds: seconds });
  }
}

/** It was sent, or was about to be, and what came of it is not known. The cause tells why, where anybody knows. */
export class HikCentralOutcomeUnknownError extends AppError {
  readonly code = 'HIKCENTRAL_OUTCOME_UNKNOWN';
  readonly kind = 'unavailable';
  readonly retry = 'retry';

  constructor(cause?: AppError) {
    const context: ErrorContext = { ...cause?.context, retryAfterSeconds: RETRY_AFTER_SECONDS };
    super('what HikCentral made of the request is not known', context, { cause });
  }
}

registerProblemTexts({
  HIKCENTRAL_NOT_ASKED: {
    en: 'HikCentral could not be asked in time; nothing was done. Try again in {retryAfterSeconds} s.',
    ru: 'Не удалось вовремя обратиться к HikCentral, ничего не сделано. Повторите через {retryAfterSeconds} с.',
  },
  HIKCENTRAL_OUTCOME_UNKNOWN: {
    en: 'HikCentral did not answer: it is not known whether it did what was asked. Look before you try again.',
    ru: 'HikCentral не ответил, неизвестно, выполнен ли запрос. Проверьте, прежде чем повторять.',
  },
});

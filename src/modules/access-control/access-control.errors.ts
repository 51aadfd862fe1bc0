import { AppError, type ErrorKind, type Retry } from '../../platform/errors/app-error.js';

/** A level that HikCentral does not have, or levels that no one server has together. */
export class LevelsRefusedError extends AppError {
  readonly kind: ErrorKind = 'refused';
  readonly retry: Retry = 'never';

  constructor(
    readonly code: 'LEVEL_UNKNOWN' | 'LEVELS_OF_TWO_SERVERS',
    levelId: string,
  ) {
    super(`${code}: ${levelId}`, { levelId });
  }
}

export class CardholderNotFoundError extends AppError {
  readonly code = 'CARDHOLDER_NOT_FOUND';
  readonly kind: ErrorKind = 'not-found';
  readonly retry: Retry = 'never';
}

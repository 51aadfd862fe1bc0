import { AppError, type ErrorKind, type Retry } from '../../platform/errors/app-error.js';

export class DriftCheckNotFoundError extends AppError {
  readonly code = 'DRIFT_CHECK_NOT_FOUND';
  readonly kind: ErrorKind = 'not-found';
  readonly retry: Retry = 'never';
}

/** Only a check that stopped at unknown persons waits for a person's word, and only once. */
export class NothingToApproveError extends AppError {
  readonly code = 'NOTHING_TO_APPROVE';
  readonly kind: ErrorKind = 'conflict';
  readonly retry: Retry = 'never';
}

export class NoServerToCheckError extends AppError {
  readonly code = 'NO_SERVER_TO_CHECK';
  readonly kind: ErrorKind = 'conflict';
  readonly retry: Retry = 'wait-for-human';
}

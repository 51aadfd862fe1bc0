import { AppError, type ErrorKind, type InputFault, type Retry } from '../../platform/errors/app-error.js';

/** Texts in `access-control.problems.ts`. */
const FAULTS = { LEVEL_UNKNOWN: 'unknownLevel', LEVELS_OF_TWO_SERVERS: 'levelOfAnotherServer' } as const;

/** A level that HikCentral does not have, or levels that no one server has together. */
export class LevelsRefusedError extends AppError {
  readonly kind: ErrorKind = 'refused';
  readonly retry: Retry = 'never';
  override readonly faults: readonly InputFault[];

  /** @param index of the level among `accessLevelIds` */
  constructor(
    readonly code: keyof typeof FAULTS,
    levelId: string,
    index: number,
  ) {
    super(`${code}: ${levelId}`, { levelId });
    const fault = FAULTS[code];
    this.faults = [{ pointer: `/accessLevelIds/${index}`, code: fault, detail: fault }];
  }
}

export class UnknownServerError extends AppError {
  readonly code = 'HIKCENTRAL_SERVER_NOT_FOUND';
  readonly kind: ErrorKind = 'not-found';
  readonly retry: Retry = 'never';
}

export class CardholderNotFoundError extends AppError {
  readonly code = 'CARDHOLDER_NOT_FOUND';
  readonly kind: ErrorKind = 'not-found';
  readonly retry: Retry = 'never';
}

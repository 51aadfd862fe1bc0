import { AppError, type InputFault, type Retry } from '../../platform/errors/app-error.js';

/** None of these gets better by itself: the caller has to say something else. */
abstract class GuestsError extends AppError {
  readonly retry: Retry = 'never';
}

/** No such guest, or none of this host's: which of the two is not told. */
export class GuestNotFoundError extends GuestsError {
  readonly code = 'GUEST_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(guestId: string) {
    super('no such guest for this caller', { id: guestId });
  }
}

/** The record is not there any more: it is part of another guest's. */
export class GuestMergedError extends GuestsError {
  readonly code = 'GUEST_MERGED';
  readonly kind = 'not-found';

  /** @param guestId whom it was merged into */
  constructor(guestId: string) {
    super('the record was merged into another', { guestId });
  }
}

/** Only records that stand on their own can be merged. */
export class GuestAlreadyMergedError extends GuestsError {
  readonly code = 'GUEST_ALREADY_MERGED';
  readonly kind = 'conflict';

  /** @param guestId whom it was merged into */
  constructor(
    guestId: string,
    override readonly faults: readonly InputFault[] = [],
  ) {
    super('one of the records was merged before', { guestId });
  }
}

export class GuestIsTheSameError extends GuestsError {
  readonly code = 'GUEST_IS_THE_SAME';
  readonly kind = 'refused';
  override readonly faults: readonly InputFault[] = [
    { pointer: '/intoGuestId', code: 'sameGuest', detail: 'names the same record' },
  ];

  constructor() {
    super('a record cannot be merged into itself');
  }
}

/** Two numbers that should name one person each: perhaps these are two people. */
export class GuestIdentityDiffersError extends GuestsError {
  readonly code = 'GUEST_IDENTITY_DIFFERS';
  readonly kind = 'conflict';
  override readonly faults: readonly InputFault[];

  constructor(differing: readonly ('identityNumber' | 'studentId')[]) {
    super('both records have a number of their own, and they differ');
    this.faults = differing.map((key) => ({
      pointer: '/acceptDifferentIdentity',
      code: key === 'studentId' ? 'studentIdDiffers' : 'identityNumberDiffers',
      detail: key === 'studentId' ? 'the student ids differ' : 'the identity numbers differ',
    }));
  }
}

export class GuestStaleError extends GuestsError {
  readonly code = 'GUEST_STALE';
  readonly kind = 'stale';

  constructor(version: number) {
    super('the guest has changed since it was read', { version });
  }
}

import { AppError, type InputFault, type Retry } from '../../platform/errors/app-error.js';
import { type VisitStatus } from './domain/visit-facts.js';

/** None of these gets better by itself: the caller has to say something else. */
abstract class VisitsError extends AppError {
  readonly retry: Retry = 'never';
}

/** No such visit, or another host's: which of the two is not told. */
export class VisitNotFoundError extends VisitsError {
  readonly code = 'VISIT_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(visitId: string) {
    super('no such visit for this caller', { visitId });
  }
}

export class ForeignHostError extends VisitsError {
  readonly code = 'FOREIGN_HOST';
  readonly kind = 'forbidden';

  constructor() {
    super('a host named another host');
  }
}

export class NoAccessLevelError extends VisitsError {
  readonly code = 'NO_ACCESS_LEVEL';
  readonly kind = 'refused';
  override readonly faults: readonly InputFault[] = [
    { pointer: '/accessLevelIds', code: 'noAccessLevel', detail: 'no access level was named and there is no default' },
  ];

  constructor(kind: string) {
    super('no access level was named and this kind of visit has no default', { kind });
  }
}

export class VisitTimesRefusedError extends VisitsError {
  readonly code = 'VISIT_TIMES_REFUSED';
  readonly kind = 'refused';

  constructor(override readonly faults: readonly InputFault[]) {
    super('the times of the visit are refused', { reason: faults[0]?.detail ?? '' });
  }
}

export class StudentIdRequiredError extends VisitsError {
  readonly code = 'STUDENT_ID_REQUIRED';
  readonly kind = 'malformed';
  override readonly faults: readonly InputFault[] = [
    { pointer: '/guest/studentId', code: 'studentIdNeeded', detail: 'a student visit needs it' },
  ];

  constructor() {
    super('a visit of kind student needs the student id');
  }
}

export class GuestUnknownError extends VisitsError {
  readonly code = 'GUEST_UNKNOWN';
  readonly kind = 'refused';
  override readonly faults: readonly InputFault[];

  constructor(pointer = '/guest/id') {
    super('a guest id is named that is not known');
    this.faults = [{ pointer, code: 'unknownGuest', detail: 'there is no guest with this id' }];
  }
}

/** The keys of one guest were given to another, or name two people. */
export class GuestIdentityTakenError extends VisitsError {
  readonly code = 'GUEST_IDENTITY_TAKEN';
  readonly kind = 'conflict';
  override readonly faults: readonly InputFault[];

  constructor(field?: 'identityNumber' | 'studentId') {
    super('an identity number or student id belongs to another guest');
    this.faults =
      field === undefined
        ? []
        : [{ pointer: `/guest/${field}`, code: 'belongsToAnother', detail: 'belongs to another guest' }];
  }
}

/** The visit is in a state in which this cannot be done. */
export class VisitWrongStateError extends VisitsError {
  readonly code = 'VISIT_WRONG_STATE';
  readonly kind = 'conflict';

  constructor(status: VisitStatus) {
    super('the state of the visit does not allow this', { status });
  }
}

export class CheckInTooEarlyOrLateError extends VisitsError {
  readonly code = 'CHECK_IN_OUTSIDE_HOURS';
  readonly kind = 'conflict';

  /** @param from, to: when a check-in by hand is possible */
  constructor(from: Date, to: Date) {
    super('check-in by hand outside the hours of the visit', { from: from.toISOString(), to: to.toISOString() });
  }
}

/** The guest is inside, so when they may come is no longer a question. */
export class VisitAlreadyBegunError extends VisitsError {
  readonly code = 'VISIT_ALREADY_BEGUN';
  readonly kind = 'conflict';
  override readonly faults: readonly InputFault[] = [
    { pointer: '/validFrom', code: 'alreadyBegun', detail: 'cannot change after the check-in' },
  ];

  constructor() {
    super('validFrom cannot change after the check-in');
  }
}

export class VisitStaleError extends VisitsError {
  readonly code = 'VISIT_STALE';
  readonly kind = 'stale';

  constructor(version: number) {
    super('the visit has changed since it was read', { version });
  }
}

export class PhotoMissingError extends VisitsError {
  readonly code = 'PHOTO_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(visitId: string) {
    super('the guest has no photo', { visitId });
  }
}

export class PhotoTypeUnsupportedError extends VisitsError {
  readonly code = 'PHOTO_TYPE_UNSUPPORTED';
  readonly kind = 'unsupported-media';
  override readonly faults: readonly InputFault[] = [
    { pointer: '/photo', code: 'isPhoto', detail: 'must be a JPEG, PNG or BMP by its content' },
  ];

  constructor() {
    super('the content is not a JPEG, PNG or BMP');
  }
}

/** Code of the fault and what it says. */
const REFUSALS = {
  photoTooSmall: 'must be at least 50 × 50 px',
  photoTooLarge: 'must be at most 4000 × 4000 px',
  photoProportions: 'must not be more than ten times as long as wide',
  photoBroken: 'is damaged and cannot be read',
} as const;
export type PhotoRefusal = keyof typeof REFUSALS;

/** A picture by its content, but not one that can be used. */
export class PhotoRefusedError extends VisitsError {
  readonly code = 'PHOTO_REFUSED';
  readonly kind = 'refused';
  override readonly faults: readonly InputFault[];

  constructor(reason: PhotoRefusal, options?: { cause?: unknown }) {
    super('the photo cannot be used', { reason }, options);
    this.faults = [{ pointer: '/photo', code: reason, detail: REFUSALS[reason] }];
  }
}

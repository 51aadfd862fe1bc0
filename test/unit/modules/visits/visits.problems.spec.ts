import { AppError } from '../../../../src/platform/errors/app-error.js';
import { fillIn, problemText } from '../../../../src/platform/http/problem-texts.js';
import * as guestErrors from '../../../../src/modules/visits/guests.errors.js';
import * as visitErrors from '../../../../src/modules/visits/visits.errors.js';
import { timeFaults } from '../../../../src/modules/visits/domain/visit-times.js';
import { VISITS_FAULTS, VISITS_PROBLEMS } from '../../../../src/modules/visits/visits.problems.js';

const errors = { ...visitErrors, ...guestErrors };
const ID = '0190a0a0-0000-7000-8000-000000000000';
const NOON = new Date('2026-06-10T12:00:00Z');

/** One of each class, as the module throws it. */
const THROWN: readonly AppError[] = [
  new errors.VisitNotFoundError(ID),
  new errors.ForeignHostError(),
  new errors.NoAccessLevelError('guest'),
  new errors.VisitTimesRefusedError(timeFaults(NOON, NOON, NOON)),
  new errors.StudentIdRequiredError(),
  new errors.GuestUnknownError(),
  new errors.GuestIdentityTakenError('studentId'),
  new errors.GuestUnknownError('/intoGuestId'),
  new errors.GuestNotFoundError(ID),
  new errors.GuestMergedError(ID),
  new errors.GuestAlreadyMergedError(ID, [{ pointer: '/intoGuestId', code: 'mergedBefore', detail: '' }]),
  new errors.GuestIsTheSameError(),
  new errors.GuestIdentityDiffersError(['identityNumber', 'studentId']),
  new errors.GuestStaleError(3),
  new errors.VisitWrongStateError('cancelled'),
  new errors.CheckInTooEarlyOrLateError(NOON, NOON),
  new errors.VisitAlreadyBegunError(),
  new errors.VisitStaleError(3),
  new errors.PhotoMissingError(ID),
  new errors.PhotoTypeUnsupportedError(),
  new errors.PhotoRefusedError('photoTooSmall'),
  new errors.PhotoRefusedError('photoTooLarge'),
  new errors.PhotoRefusedError('photoProportions'),
  new errors.PhotoRefusedError('photoBroken'),
];

describe('the errors of visits', () => {
  it('are all here', () => {
    const classes = Object.values(errors).filter((value) => value.prototype instanceof AppError);
    expect(new Set(THROWN.map((error) => error.constructor))).toEqual(new Set(classes));
    expect(new Set(THROWN.map(({ code }) => code))).toEqual(new Set(Object.keys(VISITS_PROBLEMS)));
  });

  it.each(THROWN.map((error) => [error.code, error] as const))('%s is readable in both languages', (code, error) => {
    for (const language of ['en', 'ru'] as const) {
      const text = problemText(code, language, error.context);
      expect(text).not.toBeNull();
      // Every placeholder is filled from the context.
      expect(text).not.toMatch(/\{\w+\}/);
      for (const fault of error.faults) expect(problemText(fault.code, language, error.context)).not.toBeNull();
    }
    for (const fault of error.faults) expect(fault.pointer).toMatch(/^\//);
  });

  it('have Russian texts that are Russian', () => {
    for (const { ru } of [...Object.values(VISITS_PROBLEMS), ...Object.values(VISITS_FAULTS)]) {
      expect(fillIn(ru, {})).toMatch(/[а-яё]{3}/i);
    }
  });
});

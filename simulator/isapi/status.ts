export type StatusCode = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What HTTP says for each class; the ISAPI guide leaves it to the firmware, so this is our rule. */
export const HTTP_STATUS: Readonly<Record<StatusCode, number>> = {
  1: 200,
  2: 503,
  3: 500,
  4: 403,
  5: 400,
  6: 400,
  7: 200,
};

const CLASSES: Readonly<Record<string, StatusCode>> = {
  ok: 1,
  devicebusy: 2,
  deviceerror: 3,
  savefacepic: 3,
  methodnotallowed: 4,
  notsupport: 4,
  badjsonformat: 5,
  badxmlformat: 5,
  rebootrequired: 7,
};

const PERSON_MISSING = 0x60007001;
const PERSON_THERE = 0x60007002;
const OPAQUE_ERROR = 0x6000ffff;

const ERROR_CODES: Readonly<Record<string, number>> = {
  employeeNoNotExist: PERSON_MISSING,
  deviceUserNotExist: PERSON_MISSING,
  employeeNoAlreadyExist: PERSON_THERE,
  deviceUserAlreadyExist: PERSON_THERE,
};

/** Whatever is not listed is wrong content. */
export function classOf(subStatusCode: string): StatusCode {
  return CLASSES[subStatusCode.toLowerCase()] ?? 6;
}

export function errorCodeOf(subStatusCode: string): number {
  return ERROR_CODES[subStatusCode] ?? OPAQUE_ERROR;
}

export interface RefusalDetails {
  readonly statusCode?: StatusCode;
  readonly httpStatus?: number;
  /** Default the subStatusCode. */
  readonly errorMsg?: string;
}

/** An answer other than success. Thrown before anything has changed, so a refused call leaves no trace on the device. */
export class IsapiRefusal extends Error {
  readonly statusCode: StatusCode;
  readonly httpStatus: number;

  constructor(
    readonly subStatusCode: string,
    { statusCode, httpStatus, errorMsg }: RefusalDetails = {},
  ) {
    super(errorMsg ?? subStatusCode);
    this.name = 'IsapiRefusal';
    this.statusCode = statusCode ?? classOf(subStatusCode);
    this.httpStatus = httpStatus ?? HTTP_STATUS[this.statusCode];
  }
}

export function badParameters(field: string): IsapiRefusal {
  return new IsapiRefusal('badParameters', { errorMsg: field });
}

/** For paths that are no part of the device's API. */
export function noSuchResource(): IsapiRefusal {
  return new IsapiRefusal('notSupport', { httpStatus: 404 });
}

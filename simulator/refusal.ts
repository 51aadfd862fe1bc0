/** The vendor's codes that this simulator answers with; the meaning is the guide's, the choice for a case is ours. */
export const CODES = {
  success: '0',
  parameterWrong: '2',
  noSuchApi: '8',
  userLocked: '65',
  notFound: '128',
  offline: '129',
  noPermission: '130',
  alreadyExists: '131',
  capacityReached: '132',
  occupied: '133',
  operationFailed: '192',
  missing: '0x00072001',
  outOfRange: '0x00072002',
  badlyFormed: '0x00072003',
  unreadableBody: '0x0240100a',
  appKeyMissing: '0x02401000',
  appKeyUnknown: '0x02401001',
  signatureMissing: '0x02401002',
  signatureInvalid: '0x02401003',
  quotaUsedUp: '0x02401009',
} as const;

/** An answer other than success. Thrown before anything has changed, so a refused call leaves no trace in the world. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly data: unknown = null,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(CODES.notFound, `${what} does not exist`);
}

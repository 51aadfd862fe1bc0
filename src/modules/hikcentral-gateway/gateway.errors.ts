import { AppError, type ErrorContext, type ErrorKind, type Retry } from '../../platform/errors/app-error.js';

/** A closed set by meaning. The vendor's own number stands in `context.vendorCode`. */
export const GATEWAY_ERROR_CODES = {
  /** No whole answer within the deadline. */
  'GATEWAY.TIMEOUT': { retry: 'retry', blames: 'server' },
  /** No connection, or it broke. */
  'GATEWAY.UNREACHABLE': { retry: 'retry', blames: 'server' },
  /** 429 or the vendor's flow control. */
  'GATEWAY.RATE_LIMITED': { retry: 'retry', blames: 'server' },
  /** Answered that it is busy or broken inside. */
  'GATEWAY.BUSY': { retry: 'retry', blames: 'server' },
  /** Signature, partner, permission or licence of the interface: nothing works until a person acts. */
  'GATEWAY.AUTH_REJECTED': { retry: 'wait-for-human', blames: 'server' },
  /** No envelope, or one that says nothing we can believe. */
  'GATEWAY.UNEXPECTED_RESPONSE': { retry: 'retry', blames: 'server' },
  /** This version does not have the call. */
  'GATEWAY.UNSUPPORTED': { retry: 'wait-for-human', blames: 'server' },
  /** The thing named is not there: news, not a failure. */
  'GATEWAY.NOT_FOUND': { retry: 'retry', blames: 'subject' },
  /** It is there already: news, not a failure. */
  'GATEWAY.CONFLICT': { retry: 'retry', blames: 'subject' },
  /** The request itself is refused; the same again will be too. */
  'GATEWAY.INVALID_REQUEST': { retry: 'never', blames: 'subject' },
  /** The device, or other thing, that the call needs is offline, occupied or out of reach: HikCentral itself is well. */
  'GATEWAY.DEVICE_UNREACHABLE': { retry: 'retry', blames: 'subject' },
  /** The same page will be too long again: ask for a smaller one. */
  'GATEWAY.ANSWER_TOO_LONG': { retry: 'never', blames: 'subject' },
  /**
   * The administrator's password was wrong; `context.remainingTries` counts down, null when it is not told. At 0 our
   * address is locked, so nothing may repeat the call by itself.
   */
  'GATEWAY.PASSWORD_REFUSED': { retry: 'wait-for-human', blames: 'subject' },
  /** Licence or device is full. */
  'GATEWAY.CAPACITY': { retry: 'retry', blames: 'subject' },
  /** The lease, its epoch or the process ended before the call left. */
  'GATEWAY.NOT_SENT': { retry: 'retry', blames: 'server' },
} as const satisfies Record<string, { retry: Retry; blames: 'server' | 'subject' }>;

export type GatewayErrorCode = keyof typeof GATEWAY_ERROR_CODES;

/** Never carries the upstream body or `msg`: a refused signature echoes the string to sign and more (seen in the field). */
export class GatewayError extends AppError {
  readonly kind: ErrorKind = 'unavailable';
  readonly retry: Retry;
  /** Whom the answer is about: the server as a whole spends no tries of a guest. */
  readonly blames: 'server' | 'subject';

  constructor(
    readonly code: GatewayErrorCode,
    message: string,
    context: ErrorContext = {},
    options: { cause?: unknown; blames?: 'server' | 'subject' } = {},
  ) {
    super(message, context, options);
    this.retry = GATEWAY_ERROR_CODES[code].retry;
    this.blames = options.blames ?? GATEWAY_ERROR_CODES[code].blames;
  }
}

/** What happens next: the same thing again later, nothing until a person acts, or nothing ever. */
export type Retry = 'retry' | 'wait-for-human' | 'never';

/**
 * What kind of trouble it is, in words that hold for an HTTP caller and for a worker alike.
 * One table (`platform/http`) turns it into a status; nothing else knows both sides.
 */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'unsupported-method'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'unsupported-media'
  | 'refused'
  | 'throttled'
  | 'unavailable'
  | 'internal';

/** Values that may be shown and logged. Primitives only, so that no entity, token or picture can ride along. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>;

/** One fault of the input, addressed by RFC 6901 pointer. */
export interface InputFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Base of every error this project throws on purpose. */
export abstract class AppError extends Error {
  /** The contract: stable, upper snake case, the `code` of a problem answer. */
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  abstract readonly retry: Retry;
  /** Faults of the input, where the error is about the input. */
  readonly faults: readonly InputFault[] = [];

  /** @param message English, for an engineer; what a person reads comes from the text table by `code` and `context`. */
  constructor(
    message: string,
    readonly context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

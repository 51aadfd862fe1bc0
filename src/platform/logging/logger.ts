/** Primitives only: no entity, picture or body can ride along. Never a name, phone, key or address of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * JSON lines with trace id. At most three lines for a job: what happened, what went wrong, what it came to.
 * `event` is a stable phrase that can be searched for; what varies goes into `fields`.
 */
export abstract class Logger {
  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  /** Of the error only class, code, context and stack are written; never a query's parameters or an answer's body. */
  abstract error(event: string, error: unknown, fields?: LogFields): void;
}

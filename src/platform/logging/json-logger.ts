import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { currentContext } from '../context/request-context.js';
import { describeError } from './describe-error.js';
import { Logger, type LogFields } from './logger.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Names of values that no line may carry, whoever forgets. */
const NEVER_LOGGED =
  /passw|secret|token|authori[sz]ation|cookie|api-?key|app-?key|phone|e-?mail|full-?name|photo|identity-?number|signature/i;
const LONGEST_TEXT = 500;

/** pino's JSON lines on standard output, each with the trace and the actor of the running request or job. */
export class JsonLogger extends Logger {
  private readonly pino: Pino;

  constructor(level: LogLevel = 'info', destination: DestinationStream = pino.destination({ fd: 1, sync: false })) {
    super();
    this.pino = pino(
      {
        level,
        base: null,
        messageKey: 'event',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: callerFields,
      },
      destination,
    );
  }

  debug(event: string, fields: LogFields = {}): void {
    this.pino.debug(cleaned(fields), event);
  }

  override info(event: string, fields: LogFields = {}): void {
    this.pino.info(cleaned(fields), event);
  }

  override warn(event: string, fields: LogFields = {}): void {
    this.pino.warn(cleaned(fields), event);
  }

  override error(event: string, error: unknown, fields: LogFields = {}): void {
    const { context, ...description } = describeError(error);
    const err = context === undefined ? description : { ...description, context: cleaned(context) };
    this.pino.error({ ...cleaned(fields), err }, event);
  }
}

function callerFields(): object {
  const { traceId, actor } = currentContext();
  return { traceId, actor: actor.id };
}

/** The types allow primitives only; what reaches this at run time may have come through a cast. */
function cleaned(fields: LogFields): LogFields {
  const kept: Record<string, LogFields[string]> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (NEVER_LOGGED.test(name)) kept[name] = '[redacted]';
    else if (typeof value === 'string') kept[name] = value.slice(0, LONGEST_TEXT);
    else if (value === null || typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}

import { type JsonLogger } from '../platform/logging/json-logger.js';

/** The logger, loaded when the first line is written: settings are refused before anything heavy is. */
export async function loggerWhenNeeded(): Promise<JsonLogger> {
  const { JsonLogger } = await import('../platform/logging/json-logger.js');
  return new JsonLogger();
}

import { runInContext, systemContext } from '../../../platform/context/request-context.js';
import { type Random } from '../../../platform/random/random.js';

const TRACE_ID_BYTES = 16;

/** Runs one piece of work that no request started, under a trace of its own. */
export function asJob<T>(random: Random, name: string, work: () => Promise<T>): Promise<T> {
  return runInContext(systemContext(random.bytes(TRACE_ID_BYTES).toString('hex'), name), work);
}

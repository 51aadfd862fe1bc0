import { type CallOutcome } from '../../hikcentral-gateway/index.js';

type Answered<T> = Extract<CallOutcome<T>, { kind: 'done' }>;

/** For reads: without an answer nothing is known, whatever became of the call. @throws GatewayError */
export function answered<T>(outcome: CallOutcome<T>): Answered<T> {
  if (outcome.kind === 'done') return outcome;
  if (outcome.kind === 'idle') throw new Error('a call that was chosen was not made');
  throw outcome.error;
}

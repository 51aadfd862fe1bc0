import { type SendGate } from '../budget/send-gate.js';
import { type ChooseCall } from '../hikcentral-gateway.js';
import { readVersion, type VersionRead } from '../operations/version-calls.js';

/** Asks for the version when nothing better is there to ask with; nothing once HikCentral is back. */
export function probeCall(gate: SendGate): ChooseCall<VersionRead> {
  return () => Promise.resolve(gate.isBreakerOpen ? readVersion() : null);
}

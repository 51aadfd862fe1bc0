import { CODES, Refusal } from '../refusal.js';
import { BareText, JSON_TYPE } from '../server/answer.js';
import { type Call, type Endpoint, isAtLeast } from './endpoint.js';

/**
 * What holds for every endpoint before and after its own work: a version that does not know it answers 8, as for a path that
 * does not exist, and some families answer their code as a number.
 */
export function guarded(endpoint: Endpoint): Endpoint {
  const handle = (call: Call): unknown => {
    if (!isAtLeast(call.profile, endpoint.since)) {
      throw new Refusal(CODES.noSuchApi, 'This product version is not supported');
    }
    return endpoint.handle(call);
  };
  return { ...endpoint, handle: endpoint.hasNumericCode === true ? (call) => withNumericCode(handle, call) : handle };
}

async function withNumericCode(handle: (call: Call) => unknown, call: Call): Promise<BareText> {
  try {
    return numericEnvelope(CODES.success, 'Success', await handle(call));
  } catch (error) {
    if (error instanceof Refusal) return numericEnvelope(error.code, error.message, error.data);
    throw error;
  }
}

/** The hexadecimal codes stay texts: JSON has no other form for them. */
function numericEnvelope(code: string, msg: string, data: unknown): BareText {
  const shown = /^\d+$/.test(code) ? Number(code) : code;
  return new BareText(JSON_TYPE, JSON.stringify({ code: shown, msg, data }), code);
}

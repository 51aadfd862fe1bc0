import { type ServerSign } from '../budget/send-gate.js';
import { interpretAnswer, type RawAnswer } from '../client/interpret-answer.js';
import { NoAnswer } from '../client/no-answer.js';
import { type CallOutcome } from '../hikcentral-gateway.js';
import { type CallEnd } from '../persistence/call-ledger.js';
import { type GatewayError, type GatewayErrorCode } from '../gateway.errors.js';
import { type Booking } from './booking.js';

/** What one sent call came to: for its caller, for the ledger, and for everybody else who waits. */
export interface CallVerdict {
  readonly outcome: CallOutcome<unknown>;
  readonly end: CallEnd;
  readonly answeredAt: Date | null;
  readonly vendorCode: string | null;
  readonly httpStatus: number | null;
  /** null: the call says nothing about the server. */
  readonly sign: ServerSign | null;
  readonly isRateLimited: boolean;
  /** Items of a list that could not be read. */
  readonly skippedCount: number;
}

/** Answers that blame the server; five in a row open the breaker. */
const FAILURES: ReadonlySet<GatewayErrorCode> = new Set<GatewayErrorCode>([
  'GATEWAY.TIMEOUT',
  'GATEWAY.UNREACHABLE',
  'GATEWAY.BUSY',
  'GATEWAY.UNEXPECTED_RESPONSE',
]);

export function judge(booking: Booking, answer: RawAnswer | NoAnswer, now: Date): CallVerdict {
  return answer instanceof NoAnswer ? judgeSilence(booking, answer) : judgeAnswer(booking, answer, now);
}

function judgeSilence({ callId, deadlineAt }: Booking, { error, wasWritten }: NoAnswer): CallVerdict {
  return {
    outcome: wasWritten ? { kind: 'unknown', callId, error, deadlineAt } : { kind: 'not-sent', callId, error },
    end: wasWritten ? 'unknown' : 'not-sent',
    answeredAt: null,
    vendorCode: null,
    httpStatus: null,
    sign: FAILURES.has(error.code) ? 'failed' : null,
    isRateLimited: false,
    skippedCount: 0,
  };
}

function judgeAnswer({ callId, operation, deadlineAt }: Booking, answer: RawAnswer, answeredAt: Date): CallVerdict {
  const meaning = interpretAnswer(operation, answer);
  const common = { answeredAt, httpStatus: answer.httpStatus };
  if (meaning.kind === 'done') {
    const outcome = { kind: 'done', callId, value: meaning.value, answeredAt } as const;
    const { skippedCount } = meaning;
    return { ...common, outcome, end: 'done', vendorCode: '0', sign: 'answered', isRateLimited: false, skippedCount };
  }
  const { kind, error, refusesPartner, isServerWell } = meaning;
  const vendorCode = error.context['vendorCode'];
  return {
    ...common,
    outcome: kind === 'unknown' ? { kind, callId, error, deadlineAt } : { kind, callId, error, answeredAt },
    end: kind,
    vendorCode: typeof vendorCode === 'string' ? vendorCode : null,
    // One list that cannot be read must not stop every other call to this server.
    sign: isServerWell ? 'answered' : signOf(error, refusesPartner),
    isRateLimited: error.code === 'GATEWAY.RATE_LIMITED',
    skippedCount: 0,
  };
}

/** An answer that blames what the call was about, a door that is offline say, is an answer of a server that is well. */
function signOf({ code, blames }: GatewayError, refusesPartner: boolean): ServerSign {
  if (refusesPartner) return 'refused';
  return blames === 'server' && FAILURES.has(code) ? 'failed' : 'answered';
}

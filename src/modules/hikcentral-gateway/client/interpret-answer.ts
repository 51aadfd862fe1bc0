import { GatewayError } from '../gateway.errors.js';
import {
  formatVendorCode,
  parseVendorCode,
  type Verdict,
  verdictOn,
  verdictOnStatus,
} from '../mapping/vendor-codes.js';
import { type Operation } from '../operations/operation.js';
import { type Envelope, parseEnvelope } from './envelope.js';

/** What came back over the wire. */
export interface RawAnswer {
  readonly httpStatus: number;
  readonly retryAfter: string | null;
  readonly date: string | null;
  readonly body: Buffer;
}

/** What an answer means for one call. */
export type Interpretation<T> =
  /** `skippedCount`: items of a list that could not be read and are not in the value. */
  | { readonly kind: 'done'; readonly value: T; readonly skippedCount: number }
  | {
      readonly kind: 'refused' | 'unknown';
      readonly error: GatewayError;
      readonly refusesPartner: boolean;
      /** The server did what was asked and said so in its own form; only what it told cannot be read. */
      readonly isServerWell: boolean;
    };

/** Pure. Any status with any body is understood to be something. */
export function interpretAnswer<T>(operation: Operation<T>, answer: RawAnswer): Interpretation<T> {
  const { httpStatus } = answer;
  const envelope = parseEnvelope(answer.body);
  const vendorCode = envelope === null ? null : parseVendorCode(envelope.code);
  const isSuccessStatus = httpStatus >= 200 && httpStatus < 300;
  if (envelope !== null && vendorCode === 0 && isSuccessStatus) return readData(operation, envelope);
  const isRefusal = envelope !== null && vendorCode !== 0 && httpStatus !== 429;
  const verdict = isRefusal ? verdictOn(vendorCode) : verdictOnStatus(httpStatus);
  if (verdict.code === 'GATEWAY.NOT_FOUND' && operation.readAbsent) {
    return { kind: 'done', value: operation.readAbsent(), skippedCount: 0 };
  }
  return failure(operation, verdict, { httpStatus, vendorCode });
}

function readData<T>(operation: Operation<T>, { data }: Envelope): Interpretation<T> {
  let skippedCount = 0;
  try {
    const value = operation.read(data, (count) => (skippedCount += count));
    return { kind: 'done', value, skippedCount };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { kind: 'unknown', error, refusesPartner: false, isServerWell: true };
  }
}

function failure<T>(
  { name }: Operation<T>,
  { code, isDoubtful, refusesPartner, blamesSubject }: Verdict,
  { httpStatus, vendorCode }: { httpStatus: number; vendorCode: number | null },
): Interpretation<T> {
  const context = {
    operation: name,
    httpStatus,
    vendorCode: vendorCode === null ? null : formatVendorCode(vendorCode),
  };
  const error = new GatewayError(code, `HikCentral refused ${name}`, context, {
    ...(blamesSubject && { blames: 'subject' as const }),
  });
  return { kind: isDoubtful ? 'unknown' : 'refused', error, refusesPartner, isServerWell: false };
}

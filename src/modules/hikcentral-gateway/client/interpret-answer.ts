import { type ErrorContext } from '../../../platform/errors/app-error.js';
import { GatewayError } from '../gateway.errors.js';
import {
  formatVendorCode,
  parseVendorCode,
  type Verdict,
  verdictOn,
  verdictOnStatus,
} from '../mapping/vendor-codes.js';
import { type OnSkipped, type Operation } from '../operations/operation.js';
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
  const { httpStatus, body } = answer;
  const { readBody } = operation;
  const envelope = readBody !== undefined && !mayBeEnvelope(body) ? null : parseEnvelope(body);
  const vendorCode = envelope === null ? null : parseVendorCode(envelope.code);
  const isSuccessStatus = httpStatus >= 200 && httpStatus < 300;
  if (envelope !== null && vendorCode === 0 && isSuccessStatus) {
    return reading((onSkipped) => operation.read(envelope.data, onSkipped), true);
  }
  if (envelope === null && isSuccessStatus && readBody !== undefined) {
    return reading(() => readBody(body), !isMarkup(body));
  }
  const isRefusal = envelope !== null && vendorCode !== 0 && httpStatus !== 429;
  const verdict = isRefusal ? refusalBy(operation, envelope, vendorCode) : onStatus(httpStatus, vendorCode);
  if (verdict.code === 'GATEWAY.NOT_FOUND' && operation.readAbsent) {
    return { kind: 'done', value: operation.readAbsent(), skippedCount: 0 };
  }
  return failure(operation, verdict, { httpStatus, vendorCode });
}

/** @param isServerWell whether an answer that cannot be read still shows that the server is */
function reading<T>(read: (onSkipped: OnSkipped) => T, isServerWell: boolean): Interpretation<T> {
  let skippedCount = 0;
  try {
    const value = read((count) => (skippedCount += count));
    return { kind: 'done', value, skippedCount };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { kind: 'unknown', error, refusesPartner: false, isServerWell };
  }
}

interface FullVerdict extends Verdict {
  readonly context?: ErrorContext;
}

/** A success under a status that refuses contradicts itself: it may have been done. */
function onStatus(httpStatus: number, vendorCode: number | null): Verdict {
  const verdict = verdictOnStatus(httpStatus);
  return vendorCode === 0 ? { ...verdict, isDoubtful: true } : verdict;
}

/** Flow control is flow control, whatever else an answer holds. */
function refusalBy<T>(operation: Operation<T>, envelope: Envelope, vendorCode: number | null): FullVerdict {
  const verdict = verdictOn(vendorCode);
  if (verdict.code === 'GATEWAY.RATE_LIMITED') return verdict;
  const meaning = vendorCode === null ? null : (operation.readRefusal?.(envelope) ?? null);
  return meaning === null ? verdict : { ...meaning, isDoubtful: false, refusesPartner: false, blamesSubject: true };
}

function failure<T>(
  { name }: Operation<T>,
  { code, isDoubtful, refusesPartner, blamesSubject, context: more }: FullVerdict,
  { httpStatus, vendorCode }: { httpStatus: number; vendorCode: number | null },
): Interpretation<T> {
  const context = {
    ...more,
    operation: name,
    httpStatus,
    vendorCode: vendorCode === null ? null : formatVendorCode(vendorCode),
  };
  const error = new GatewayError(code, `HikCentral refused ${name}`, context, {
    ...(blamesSubject && { blames: 'subject' as const }),
  });
  return { kind: isDoubtful ? 'unknown' : 'refused', error, refusesPartner, isServerWell: false };
}

const START_LENGTH = 64;

/** The bytes of a picture are not searched for an envelope. */
function mayBeEnvelope(body: Buffer): boolean {
  return startOf(body).startsWith('{');
}

/** A page of a proxy or a login: not HikCentral's word. */
function isMarkup(body: Buffer): boolean {
  return startOf(body).startsWith('<');
}

function startOf(body: Buffer): string {
  // `trimStart` takes a byte order mark away too.
  return body.toString('utf8', 0, START_LENGTH).trimStart();
}

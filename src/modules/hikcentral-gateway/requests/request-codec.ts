import { type ErrorContext } from '../../../platform/errors/app-error.js';
import { GATEWAY_ERROR_CODES, GatewayError, type GatewayErrorCode } from '../gateway.errors.js';

const DATE = '$date';
const BYTES = '$bytes';

/** Plain data with dates and bytes, as bytes. */
export function encodeValue(value: unknown): Buffer {
  return Buffer.from(JSON.stringify({ value: pack(value) }));
}

/** @throws SyntaxError for what `encodeValue` did not write */
export function decodeValue(bytes: Buffer): unknown {
  const { value } = JSON.parse(bytes.toString('utf8')) as { readonly value?: unknown };
  return unpack(value ?? null);
}

/** A failure as it travels: code and what is safe to show. */
export function encodeError({ code, context }: GatewayError): Buffer {
  return encodeValue({ code, context });
}

export function decodeError(bytes: Buffer): GatewayError {
  const { code, context } = decodeValue(bytes) as { readonly code: string; readonly context: ErrorContext };
  if (!isGatewayCode(code)) throw new Error(`no gateway error is called ${code}`);
  return new GatewayError(code, 'the lease holder was refused', context);
}

/** What the lease holder says HikCentral is waited for, when it says so. */
export function pauseOf({ context }: GatewayError): GatewayError | null {
  const { pausedBy } = context;
  if (typeof pausedBy !== 'string' || !isGatewayCode(pausedBy)) return null;
  return new GatewayError(pausedBy, 'HikCentral is waited for', context);
}

function isGatewayCode(code: string): code is GatewayErrorCode {
  return Object.hasOwn(GATEWAY_ERROR_CODES, code);
}

function pack(value: unknown): unknown {
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(pack);
  return isObject(value) ? mapped(value, pack) : value;
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isObject(value)) return value;
  const { [DATE]: date, [BYTES]: bytes } = value;
  if (typeof date === 'string') return new Date(date);
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64');
  return mapped(value, unpack);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function mapped(value: Readonly<Record<string, unknown>>, each: (inner: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, each(inner)]));
}

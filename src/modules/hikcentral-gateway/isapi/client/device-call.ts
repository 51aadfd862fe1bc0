import { type GatewayError } from '../../gateway.errors.js';
import { type OperationEffect } from '../../operations/operation.js';

/** Every call we make to a device, in our words. */
export const DEVICE_CALL_NAMES = [
  'read-device',
  'read-clock',
  'set-clock',
  'read-limits',
  'put-person',
  'end-validity',
  'remove-person',
  'remove-person-and-credentials',
  'read-removal',
  'search-persons',
  'count-persons',
  'add-card',
  'remove-card',
  'put-face',
  'search-faces',
  'remove-face',
  'count-faces',
  'search-passages',
  'fetch-picture',
  'control-door',
  'set-receiver',
  'remove-receiver',
] as const;
export type DeviceCallName = (typeof DEVICE_CALL_NAMES)[number];

export interface DeviceBody {
  readonly contentType: string;
  /** Buffered: it is sent again when the nonce was too old. */
  readonly bytes: Buffer;
}

/** One call, described but not made. */
export interface DeviceCall<T> {
  readonly name: DeviceCallName;
  readonly effect: OperationEffect;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, escaped. */
  readonly target: string;
  readonly body: DeviceBody | null;
  /** Turns the body into our words. @throws GATEWAY.UNEXPECTED_RESPONSE */
  readonly read: (body: Buffer) => T;
  /** The answer is a status and nothing else: without one nothing is believed. */
  readonly answersWithStatus: boolean;
}

/** What became of a call. Never an exception for what a network or a device does. */
export type DeviceOutcome<T> = { readonly kind: 'done'; readonly value: T; readonly answeredAt: Date } | DeviceFailure;

export type DeviceFailure =
  /** The device answered and did nothing. */
  | { readonly kind: 'refused'; readonly error: GatewayError; readonly answeredAt: Date }
  /** Sent, not answered in a form to be believed: it may have happened, or may still happen until `deadlineAt`. */
  | { readonly kind: 'unknown'; readonly error: GatewayError; readonly deadlineAt: Date }
  /** Certainly never reached the device. */
  | { readonly kind: 'not-sent'; readonly error: GatewayError };

/** A call that is answered with what was asked for. */
export function question<T>(call: Omit<DeviceCall<T>, 'answersWithStatus' | 'effect'>): DeviceCall<T> {
  return { ...call, effect: 'read', answersWithStatus: false };
}

/** A call that is answered with a status. */
export function command(
  call: Pick<DeviceCall<void>, 'name' | 'effect' | 'method' | 'target' | 'body'>,
): DeviceCall<void> {
  return { ...call, read: () => undefined, answersWithStatus: true };
}

export function jsonBody(content: object): DeviceBody {
  return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(content)) };
}

export function xmlBody(bytes: Buffer): DeviceBody {
  return { contentType: 'application/xml; charset="UTF-8"', bytes };
}

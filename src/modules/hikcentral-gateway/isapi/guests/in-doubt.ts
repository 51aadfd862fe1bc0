import { type Clock } from '../../../../platform/clock/clock.js';
import { GatewayError } from '../../gateway.errors.js';
import { type DeviceFailure } from '../client/device-call.js';

/** A later step failed: what the steps before it did is not known to be so. */
export function inDoubt(failure: DeviceFailure, clock: Clock): DeviceFailure {
  return failure.kind === 'unknown' ? failure : { kind: 'unknown', error: failure.error, deadlineAt: clock.now() };
}

/** Accepted, and not so when read back. */
export function stillSo(clock: Clock): DeviceFailure {
  const error = new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'the device still lets in whom it let go');
  return { kind: 'unknown', error, deadlineAt: clock.now() };
}

import { type Clock } from '../../../../platform/clock/clock.js';
import { type DeviceFailure } from '../client/device-call.js';

/** A later step failed: what the steps before it did is not known to be so. */
export function inDoubt(failure: DeviceFailure, clock: Clock): DeviceFailure {
  return failure.kind === 'unknown' ? failure : { kind: 'unknown', error: failure.error, deadlineAt: clock.now() };
}

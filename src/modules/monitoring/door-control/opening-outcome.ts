import { type AppError } from '../../../platform/errors/app-error.js';
import {
  type DoorCommandResult,
  type GatewayAnswer,
  GatewayError,
  type GatewayErrorCode,
  HikCentralNotAskedError,
  HikCentralOutcomeUnknownError,
} from '../../hikcentral-gateway/index.js';
import { DoorNotFoundError } from '../monitoring.errors.js';
import { DoorNotOpenedError, type DoorRefusal } from './door-control.errors.js';
import { type OpeningOutcome } from './door-opening.js';

export interface OpeningEnding {
  readonly outcome: OpeningOutcome;
  /** What the caller is told; null: the door opened. */
  readonly error: AppError | null;
  /** False while the answer may still come: then it is looked for later. */
  readonly isFinal: boolean;
  /** By our clock; null without an answer. */
  readonly answeredAt: Date | null;
}

const RETRY_AFTER_SECONDS = 5;

const REFUSALS: Partial<Record<GatewayErrorCode, DoorRefusal>> = {
  'GATEWAY.DEVICE_UNREACHABLE': 'DOOR_UNREACHABLE',
  'GATEWAY.UNSUPPORTED': 'DOOR_CONTROL_UNSUPPORTED',
  'GATEWAY.BUSY': 'DOOR_NOT_OPENED',
  'GATEWAY.RATE_LIMITED': 'DOOR_NOT_OPENED',
  'GATEWAY.NOT_SENT': 'DOOR_NOT_OPENED',
};

/** What came of asking for one door. What has nothing to do with HikCentral's answer is thrown on. */
export async function endingOf(asked: Promise<GatewayAnswer<readonly DoorCommandResult[]>>): Promise<OpeningEnding> {
  try {
    const { value, answeredAt } = await asked;
    return endingOfDoor(value[0], answeredAt);
  } catch (error) {
    if (error instanceof HikCentralNotAskedError) return without('not_asked', error, true);
    // With a cause the call came to its end; without one it may be under way still.
    if (error instanceof HikCentralOutcomeUnknownError) return without('unknown', error, error.cause !== undefined);
    if (error instanceof GatewayError)
      return without('failed', refusalBy(error.code, error.context['vendorCode']), true);
    throw error;
  }
}

function endingOfDoor(door: DoorCommandResult | undefined, answeredAt: Date): OpeningEnding {
  if (door?.result === 'done') return { outcome: 'opened', error: null, isFinal: true, answeredAt };
  if (door?.result !== 'failed') return without('unknown', new HikCentralOutcomeUnknownError(), true);
  return without('failed', refusalBy(door.errorCode, door.vendorCode), true);
}

function without(outcome: OpeningOutcome, error: AppError, isFinal: boolean): OpeningEnding {
  return { outcome, error, isFinal, answeredAt: null };
}

function refusalBy(code: GatewayErrorCode | null, vendorCode: unknown): AppError {
  if (code === 'GATEWAY.NOT_FOUND') return new DoorNotFoundError();
  const reason = (code === null ? undefined : REFUSALS[code]) ?? 'DOOR_CONTROL_REFUSED';
  return new DoorNotOpenedError(reason, {
    ...(typeof vendorCode === 'string' && { vendorCode }),
    ...(reason === 'DOOR_NOT_OPENED' && { retryAfterSeconds: RETRY_AFTER_SECONDS }),
  });
}

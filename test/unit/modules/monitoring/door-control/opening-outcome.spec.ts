import {
  type DoorCommandResult,
  GATEWAY_ERROR_CODES,
  type GatewayAnswer,
  GatewayError,
  type GatewayErrorCode,
  HikCentralNotAskedError,
  HikCentralOutcomeUnknownError,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { endingOf } from '../../../../../src/modules/monitoring/door-control/opening-outcome.js';
import { statusOf } from '../../../../../src/platform/http/problem.js';

const AT = new Date('2026-06-10T08:00:00Z');
const DONE: DoorCommandResult = { doorId: '2', result: 'done', vendorCode: null, errorCode: null };
const CODES = Object.keys(GATEWAY_ERROR_CODES) as GatewayErrorCode[];

function answered(...value: DoorCommandResult[]): Promise<GatewayAnswer<readonly DoorCommandResult[]>> {
  return Promise.resolve({ value, answeredAt: AT, clockOffsetSeconds: null });
}

const told = async (asked: Promise<GatewayAnswer<readonly DoorCommandResult[]>>) => {
  const { outcome, error, isFinal } = await endingOf(asked);
  return [outcome, error?.code ?? null, isFinal];
};

describe('what came of an opening', () => {
  it('is an open door by the word of the door itself, and by nothing less', async () => {
    expect(await endingOf(answered(DONE))).toEqual({ outcome: 'opened', error: null, isFinal: true, answeredAt: AT });
    expect(await told(answered({ ...DONE, result: 'unknown' }))).toEqual([
      'unknown',
      'HIKCENTRAL_OUTCOME_UNKNOWN',
      true,
    ]);
    expect(await told(answered())).toEqual(['unknown', 'HIKCENTRAL_OUTCOME_UNKNOWN', true]);
  });

  it.each<[GatewayErrorCode | null, string]>([
    ['GATEWAY.DEVICE_UNREACHABLE', 'DOOR_UNREACHABLE'],
    ['GATEWAY.BUSY', 'DOOR_NOT_OPENED'],
    ['GATEWAY.NOT_FOUND', 'DOOR_NOT_FOUND'],
    ['GATEWAY.UNEXPECTED_RESPONSE', 'DOOR_CONTROL_REFUSED'],
    [null, 'DOOR_CONTROL_REFUSED'],
  ])('of a door that failed with %s is %s', async (errorCode, code) => {
    expect(await told(answered({ ...DONE, result: 'failed', vendorCode: '7', errorCode }))).toEqual([
      'failed',
      code,
      true,
    ]);
  });

  it.each(CODES)('that HikCentral refused with %s is told with a status of its own, never as open', async (code) => {
    const { outcome, error } = await endingOf(Promise.reject(new GatewayError(code, 'no', { vendorCode: '7' })));
    expect(outcome).toBe('failed');
    expect([404, 409, 503]).toContain(statusOf(error!.kind));
    expect(error!.code).not.toContain('GATEWAY');
  });

  it('may be open still while its call is under way', async () => {
    const ended = new HikCentralOutcomeUnknownError(new GatewayError('GATEWAY.TIMEOUT', 'no answer'));
    expect(await told(Promise.reject(ended))).toEqual(['unknown', 'HIKCENTRAL_OUTCOME_UNKNOWN', true]);
    expect(await told(Promise.reject(new HikCentralOutcomeUnknownError()))).toEqual([
      'unknown',
      'HIKCENTRAL_OUTCOME_UNKNOWN',
      false,
    ]);
    expect(await told(Promise.reject(new HikCentralNotAskedError(false)))).toEqual([
      'not_asked',
      'HIKCENTRAL_NOT_ASKED',
      true,
    ]);
  });

  it('says nothing of what has nothing to do with it', async () => {
    await expect(endingOf(Promise.reject(new RangeError('ours')))).rejects.toThrow(RangeError);
  });
});

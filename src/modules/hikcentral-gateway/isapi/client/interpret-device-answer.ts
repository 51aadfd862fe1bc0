import { GatewayError } from '../../gateway.errors.js';
import { parseDeviceStatus } from '../mapping/device-status.js';
import { type DeviceVerdict, verdictOnDeviceHttpStatus, verdictOnDeviceStatus } from '../mapping/status-codes.js';
import { type DeviceCall, type DeviceOutcome } from './device-call.js';

export interface DeviceAnswer {
  readonly httpStatus: number;
  readonly challenge: string | null;
  readonly body: Buffer;
}

export interface AnswerTimes {
  readonly answeredAt: Date;
  readonly deadlineAt: Date;
}

/** Pure. Any status with any body is understood to be something. */
export function interpretDeviceAnswer<T>(
  call: DeviceCall<T>,
  answer: DeviceAnswer,
  times: AnswerTimes,
): DeviceOutcome<T> {
  try {
    const verdict = verdictOn(call, answer);
    if (verdict === null) return { kind: 'done', value: call.read(answer.body), answeredAt: times.answeredAt };
    return failure(call, answer, verdict, times);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { kind: 'unknown', error, deadlineAt: times.deadlineAt };
  }
}

/** null: done. */
function verdictOn(call: DeviceCall<unknown>, { httpStatus, body }: DeviceAnswer): DeviceVerdict | null {
  const isSuccess = httpStatus >= 200 && httpStatus < 300;
  // A 401 may carry a status of any kind; it means what it says.
  const status = httpStatus === 401 ? null : parseDeviceStatus(body);
  const verdict = status === null ? null : verdictOnDeviceStatus(status);
  if (verdict !== null) return verdict;
  // An OK inside an error is a contradiction: neither is believed.
  if (!isSuccess) return verdictOnDeviceHttpStatus(httpStatus);
  return status === null && call.answersWithStatus ? verdictOnDeviceHttpStatus(httpStatus) : null;
}

function failure(
  { name }: DeviceCall<unknown>,
  { httpStatus }: DeviceAnswer,
  { code, fault, isDoubtful }: DeviceVerdict,
  { answeredAt, deadlineAt }: AnswerTimes,
): DeviceOutcome<never> {
  const error = new GatewayError(code, `the device refused ${name}`, { operation: name, httpStatus, fault });
  return isDoubtful ? { kind: 'unknown', error, deadlineAt } : { kind: 'refused', error, answeredAt };
}

import { type GatewayErrorCode } from '../../gateway.errors.js';
import { type DeviceStatus } from './device-status.js';

/** What exactly is wrong, where the code alone would not tell a person what to do. */
export type DeviceFault =
  | 'no-face'
  | 'several-faces'
  | 'unusable-face'
  | 'picture-too-large'
  | 'picture-format'
  | 'picture-resolution'
  | 'picture-not-stored'
  | 'face-library-missing'
  | 'method-not-allowed';

/** What a status means to us. */
export interface DeviceVerdict {
  readonly code: GatewayErrorCode;
  readonly fault: DeviceFault | null;
  /** The call may have had its effect all the same. */
  readonly isDoubtful: boolean;
}

type Row = readonly [subStatusCodes: readonly string[], code: GatewayErrorCode, fault?: DeviceFault];

/** Person-based access control guide, and codebases in the field; the exact set depends on the firmware. */
const ROWS: readonly Row[] = [
  [['deviceBusy'], 'GATEWAY.BUSY'],
  [['employeeNoAlreadyExist', 'deviceUserAlreadyExist'], 'GATEWAY.CONFLICT'],
  [['deviceUserAlreadyExistFace', 'alreadyExist'], 'GATEWAY.CONFLICT'],
  [['cardNoAlreadyExist', 'cardAlreadyExist'], 'GATEWAY.CONFLICT'],
  [['employeeNoNotExist', 'deviceUserNotExist'], 'GATEWAY.NOT_FOUND'],
  [['cardNumOverLimit', 'userExceedLimit', 'faceLibNumOverLimit'], 'GATEWAY.CAPACITY'],
  [['faceLibNotExist', 'FDLibNotExist'], 'GATEWAY.UNSUPPORTED', 'face-library-missing'],
  [['badParameters', 'badJsonFormat', 'badXmlFormat', 'badXmlContent'], 'GATEWAY.INVALID_REQUEST'],
  [['methodNotAllowed'], 'GATEWAY.UNSUPPORTED', 'method-not-allowed'],
  [['notSupport'], 'GATEWAY.UNSUPPORTED'],
  [['SubpicAnalysisModelingError', 'PicFeaturePoints'], 'GATEWAY.INVALID_REQUEST', 'unusable-face'],
  [['PicAnalysisNoTargetError'], 'GATEWAY.INVALID_REQUEST', 'no-face'],
  [['multipleFaceObjectError'], 'GATEWAY.INVALID_REQUEST', 'several-faces'],
  [['picSizeExceedError'], 'GATEWAY.INVALID_REQUEST', 'picture-too-large'],
  [['picFormatError'], 'GATEWAY.INVALID_REQUEST', 'picture-format'],
  [['picResolutionInvalidError'], 'GATEWAY.INVALID_REQUEST', 'picture-resolution'],
  [['saveFacePic'], 'GATEWAY.INVALID_REQUEST', 'picture-not-stored'],
];

const BY_SUB_STATUS: ReadonlyMap<string, DeviceVerdict> = new Map(
  ROWS.flatMap(([names, code, fault]) => names.map((name) => [name.toLowerCase(), verdict(code, fault)] as const)),
);

const OK = 1;
const DEVICE_BUSY = 2;
const DEVICE_ERROR = 3;
const INVALID_OPERATION = 4;
const INVALID_FORMAT = 5;
const INVALID_CONTENT = 6;
/** Done; takes effect with the next start. */
const REBOOT_REQUIRED = 7;

const BY_STATUS: ReadonlyMap<number, DeviceVerdict> = new Map([
  [DEVICE_BUSY, verdict('GATEWAY.BUSY')],
  [DEVICE_ERROR, doubtful('GATEWAY.BUSY')],
  [INVALID_OPERATION, verdict('GATEWAY.UNSUPPORTED')],
  [INVALID_FORMAT, verdict('GATEWAY.INVALID_REQUEST')],
  [INVALID_CONTENT, verdict('GATEWAY.INVALID_REQUEST')],
]);

/** null: done. An error named in the sub-status counts even beside an OK and HTTP 200 (seen in the field). */
export function verdictOnDeviceStatus(status: DeviceStatus): DeviceVerdict | null {
  const { statusCode, subStatusCode, namesFaceUrl } = status;
  const named = BY_SUB_STATUS.get(subStatusCode);
  if (named !== undefined) {
    // Seen in the field: a picture too large is called a badly formed address of one.
    return subStatusCode === 'badjsonformat' && namesFaceUrl ? { ...named, fault: 'picture-too-large' } : named;
  }
  if (statusCode === REBOOT_REQUIRED) return null;
  if (statusCode === OK) {
    return subStatusCode === '' || subStatusCode === 'ok' ? null : doubtful('GATEWAY.UNEXPECTED_RESPONSE');
  }
  return BY_STATUS.get(statusCode ?? NaN) ?? doubtful('GATEWAY.UNEXPECTED_RESPONSE');
}

/** For answers without a status that could be believed. */
export function verdictOnDeviceHttpStatus(httpStatus: number): DeviceVerdict {
  if (httpStatus === 401) return verdict('GATEWAY.AUTH_REJECTED');
  if (httpStatus === 405) return verdict('GATEWAY.UNSUPPORTED', 'method-not-allowed');
  if (httpStatus === 403 || httpStatus === 404) return verdict('GATEWAY.UNSUPPORTED');
  if (httpStatus === 413) return verdict('GATEWAY.INVALID_REQUEST');
  if (httpStatus === 429) return verdict('GATEWAY.RATE_LIMITED');
  return httpStatus >= 500 ? doubtful('GATEWAY.BUSY') : doubtful('GATEWAY.UNEXPECTED_RESPONSE');
}

function verdict(code: GatewayErrorCode, fault: DeviceFault | null = null): DeviceVerdict {
  return { code, fault, isDoubtful: false };
}

function doubtful(code: GatewayErrorCode): DeviceVerdict {
  return { code, fault: null, isDoubtful: true };
}

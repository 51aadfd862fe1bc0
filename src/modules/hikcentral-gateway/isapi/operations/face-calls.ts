import { type Random } from '../../../../platform/random/random.js';
import { GatewayError } from '../../gateway.errors.js';
import { type Fields } from '../../mapping/fields.js';
import { command, type DeviceCall, jsonBody, question } from '../client/device-call.js';
import { type DevicePage, type DevicePaging, readDevicePage } from '../mapping/device-paging.js';
import { toPersonCode } from '../mapping/device-persons.js';
import { jsonOf } from '../mapping/device-status.js';
import { faceUpload } from '../mapping/multipart-body.js';
import { type DeviceFault } from '../mapping/status-codes.js';

/** The library that opens doors, despite its name (person-based access control guide). */
const LIBRARY = { faceLibType: 'blackFD', FDID: '1' } as const;
const LIBRARY_QUERY = `?format=json&FDID=${LIBRARY.FDID}&faceLibType=${LIBRARY.faceLibType}`;
const FACES = '/ISAPI/Intelligent/FDLib';
/** Larger ones are refused, by some firmware with a misleading word (seen in the field). */
export const MAX_FACE_BYTES = 200 * 1_024;

/** The ways to bring a face: make or replace, make, replace. Which of them there are depends on the firmware. */
export type FaceRoad = 'put' | 'add' | 'replace';

const ROADS = {
  put: { method: 'PUT', path: `${FACES}/FDSetUp`, effect: 'repeatable' },
  add: { method: 'POST', path: `${FACES}/FaceDataRecord`, effect: 'once' },
  replace: { method: 'PUT', path: `${FACES}/FDModify`, effect: 'repeatable' },
} as const;

export interface DeviceFace {
  /** Of a person the device knows already. */
  readonly personCode: string;
  /** Baseline JPEG of at most 204,800 bytes, with nothing before and nothing after it. */
  readonly jpeg: Buffer;
}

/** @throws RangeError for a code that is none; GATEWAY.INVALID_REQUEST for a picture that no device takes */
export function sendFace(road: FaceRoad, { personCode, jpeg }: DeviceFace, random: Random): DeviceCall<void> {
  const { method, path, effect } = ROADS[road];
  const FPID = toPersonCode(personCode);
  assertFace(jpeg);
  const body = faceUpload({ ...LIBRARY, FPID }, jpeg, random);
  return command({ name: 'put-face', effect, method, target: `${path}?format=json`, body });
}

/** One page of the person codes that have a face. @throws RangeError for a code that is none */
export function searchFaces(
  { searchResultPosition, maxResults }: DevicePaging,
  personCode: string | null = null,
): DeviceCall<DevicePage<string>> {
  const FPID = personCode === null ? null : toPersonCode(personCode);
  return question({
    name: 'search-faces',
    method: 'POST',
    target: `${FACES}/FDSearch?format=json`,
    body: jsonBody({ searchResultPosition, maxResults, ...LIBRARY, ...(FPID !== null && { FPID }) }),
    read: (body) => readDevicePage(jsonOf(body), ['MatchList'], readFace),
  });
}

/** @throws RangeError for a code that is none */
export function removeFace(personCode: string): DeviceCall<void> {
  const body = jsonBody({ FPID: [{ value: toPersonCode(personCode) }] });
  const target = `${FACES}/FDSearch/Delete${LIBRARY_QUERY}`;
  return command({ name: 'remove-face', effect: 'repeatable', method: 'PUT', target, body });
}

export function countFaces(): DeviceCall<number> {
  return question({
    name: 'count-faces',
    method: 'GET',
    target: `${FACES}/Count${LIBRARY_QUERY}`,
    body: null,
    read: (body) => {
      const answer = jsonOf(body);
      // A list of libraries where the firmware ignores which one was asked for.
      const libraries = answer.children('FDRecordDataInfo');
      const ours = libraries.find((library) => library.text('FDID') === LIBRARY.FDID) ?? libraries[0] ?? answer;
      return ours.requiredNumber('recordDataNumber');
    },
  });
}

function readFace(match: Fields): string {
  return match.requiredId('FPID');
}

/** @throws GATEWAY.INVALID_REQUEST for a picture that no device takes */
export function assertFace(jpeg: Buffer): void {
  const isWhole = jpeg.length > 4 && jpeg.readUInt16BE(0) === 0xffd8 && jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9;
  if (!isWhole) throw unusable('picture-format');
  if (jpeg.length > MAX_FACE_BYTES) throw unusable('picture-too-large');
}

function unusable(fault: DeviceFault): GatewayError {
  return new GatewayError('GATEWAY.INVALID_REQUEST', 'no device takes this picture', { operation: 'put-face', fault });
}

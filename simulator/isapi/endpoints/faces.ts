import { type Device } from '../device.js';
import { checkFacePicture } from '../protocol/jpeg.js';
import { JsonFields } from '../protocol/json-fields.js';
import { type FormPart, parseForm } from '../protocol/multipart.js';
import { badParameters, IsapiRefusal, noSuchResource } from '../status.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, json } from './endpoint.js';
import { cutPage, listed, readPage } from './paging.js';
import { readEmployeeNo } from './person-fields.js';

const LIBRARY = '/ISAPI/Intelligent/FDLib';
const LIBRARY_TYPE = 'blackFD';
const LIBRARY_ID = '1';
const PICTURE_PART_NAMES: ReadonlySet<string> = new Set(['img', 'FaceImage']);
const MAX_LIBRARY_NAME = 63;

export const faceEndpoints: readonly IsapiEndpoint[] = [
  { method: 'POST', path: `${LIBRARY}/FaceDataRecord`, form: 'json', handle: withFaces(add) },
  { method: 'PUT', path: `${LIBRARY}/FDSetUp`, form: 'json', handle: withFaces(setUp) },
  { method: 'PUT', path: `${LIBRARY}/FDModify`, form: 'json', handle: withFaces(modify) },
  { method: 'POST', path: `${LIBRARY}/FDSearch`, form: 'json', handle: withFaces(search) },
  { method: 'PUT', path: `${LIBRARY}/FDSearch/Delete`, form: 'json', handle: withFaces(remove) },
  { method: 'GET', path: `${LIBRARY}/Count`, form: 'json', handle: withFaces(count) },
];

function withFaces(handle: IsapiEndpoint['handle']): IsapiEndpoint['handle'] {
  return (call) => {
    if (!call.device.profile.hasFaces) throw new IsapiRefusal('notSupport');
    return handle(call);
  };
}

function add(call: IsapiCall): IsapiResult {
  const { roster, profile } = call.device;
  if (!profile.acceptsFacePost) throw new IsapiRefusal('methodNotAllowed');
  const { employeeNo, jpeg } = readFace(call);
  if (roster.face(employeeNo) !== undefined) throw new IsapiRefusal('deviceUserAlreadyExistFace');
  roster.putFace(employeeNo, jpeg);
  return { kind: 'done', extra: { FPID: employeeNo } };
}

function setUp(call: IsapiCall): IsapiResult {
  const { employeeNo, jpeg } = readFace(call);
  call.device.roster.putFace(employeeNo, jpeg);
  return DONE;
}

function modify(call: IsapiCall): IsapiResult {
  const { employeeNo, jpeg } = readFace(call);
  // The guide has no code for a missing face; to the library it is a missing record.
  if (call.device.roster.face(employeeNo) === undefined) throw new IsapiRefusal('employeeNoNotExist');
  call.device.roster.putFace(employeeNo, jpeg);
  return DONE;
}

function readFace({ device, contentType, body }: IsapiCall): { readonly employeeNo: string; readonly jpeg: Buffer } {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType.endsWith('/xml')) throw noSuchResource();
  // JSON alone would name the picture by faceURL: a simulator fetches nothing.
  if (mediaType === 'application/json') throw new IsapiRefusal('notSupport', { errorMsg: 'faceURL' });
  const [record, picture, ...others] = parseForm(contentType, body);
  if (record === undefined || picture === undefined || others.length > 0) throw badParameters('parts');
  const employeeNo = readRecord(record);
  if (!PICTURE_PART_NAMES.has(picture.name)) throw badParameters(picture.name);
  if (picture.contentType !== 'image/jpeg') throw new IsapiRefusal('picFormatError');
  device.roster.existing(employeeNo);
  checkFacePicture(picture.body);
  return { employeeNo, jpeg: Buffer.from(picture.body) };
}

function readRecord({ name, filename, contentType, body }: FormPart): string {
  if (name !== 'FaceDataRecord' || filename !== undefined || contentType !== 'application/json') {
    throw badParameters('FaceDataRecord');
  }
  const fields = JsonFields.parse(body);
  if (fields.has('faceURL')) throw new IsapiRefusal('notSupport', { errorMsg: 'faceURL' });
  refuseOtherLibraries(fields.text('FDID', MAX_LIBRARY_NAME), fields.text('faceLibType', MAX_LIBRARY_NAME));
  return readEmployeeNo(fields, 'FPID');
}

function refuseOtherLibraries(id: string | null, type: string | null): void {
  if (id === null || type === null) throw badParameters('FDID, faceLibType');
  if (id !== LIBRARY_ID || type !== LIBRARY_TYPE) throw new IsapiRefusal('faceLibNotExist');
}

export function facePath(employeeNo: string): string {
  return `/LOCALS/pic/faces/${employeeNo}.jpg`;
}

function search({ device, body }: IsapiCall): IsapiResult {
  const condition = JsonFields.parse(body);
  refuseOtherLibraries(condition.text('FDID', MAX_LIBRARY_NAME), condition.text('faceLibType', MAX_LIBRARY_NAME));
  const page = readPage(condition, device.profile.pageSize);
  const wanted = condition.has('FPID') ? readEmployeeNo(condition, 'FPID') : undefined;
  const matches = facesOf(device).filter((employeeNo) => wanted === undefined || employeeNo === wanted);
  const { head, entries } = cutPage(matches, page);
  const MatchList = entries.map((FPID) => ({ FPID, faceURL: `http://${device.authority}${facePath(FPID)}` }));
  return json({ ...head, ...listed('MatchList', MatchList) });
}

function remove({ device, query, body }: IsapiCall): IsapiResult {
  refuseOtherLibraries(query.get('FDID'), query.get('faceLibType'));
  const entries = JsonFields.parse(body).optionalObjects('FPID');
  if (entries === undefined || entries.length === 0) throw badParameters('FPID');
  const employeeNos = entries.map((entry) => readEmployeeNo(entry, 'value'));
  for (const employeeNo of employeeNos) device.roster.dropFace(employeeNo);
  return DONE;
}

function count({ device, query }: IsapiCall): IsapiResult {
  refuseOtherLibraries(query.get('FDID'), query.get('faceLibType'));
  const recordDataNumber = facesOf(device).length;
  return json({ FDRecordDataInfo: [{ FDID: LIBRARY_ID, faceLibType: LIBRARY_TYPE, name: '', recordDataNumber }] });
}

function facesOf({ roster }: Device): string[] {
  return roster.allFaces().map(([employeeNo]) => employeeNo);
}

import { GatewayError } from '../../gateway.errors.js';
import { Fields } from '../../mapping/fields.js';
import { parseJson } from './json.js';
import { XmlFields } from '../xml/xml-fields.js';

/** A device's word on a call, in either of its two forms. The rest of its document is not kept. */
export interface DeviceStatus {
  readonly statusCode: number | null;
  readonly subStatusCode: string;
  /** It complains about the picture's address where it means its size (seen in the field). */
  readonly namesFaceUrl: boolean;
}

const LESS_THAN = 0x3c;
const SPACE = 0x20;

export function isXml(body: Buffer): boolean {
  const start = body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  return body.subarray(start, start + 256).find((byte) => byte > SPACE) === LESS_THAN;
}

/** null: the body is something else. By content, never by header. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function parseDeviceStatus(body: Buffer): DeviceStatus | null {
  return isXml(body) ? ofXml(XmlFields.parse(body)) : ofJson(Fields.maybe(parseJson(body)));
}

function ofXml(root: XmlFields | null): DeviceStatus | null {
  return root?.name === 'ResponseStatus' ? toStatus(root) : null;
}

function ofJson(root: Fields | null): DeviceStatus | null {
  const fields = root?.child('ResponseStatus') ?? root;
  return fields?.has('statusCode') === true || fields?.has('subStatusCode') === true ? toStatus(fields) : null;
}

function toStatus(fields: Pick<Fields, 'text' | 'number'>): DeviceStatus {
  return {
    statusCode: fields.number('statusCode'),
    subStatusCode: (fields.text('subStatusCode') ?? '').toLowerCase(),
    namesFaceUrl: (fields.text('errorMsg') ?? '').toLowerCase().includes('faceurl'),
  };
}

/** The object of a JSON answer. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function jsonOf(body: Buffer): Fields {
  return Fields.of(parseJson(body), "the device's answer");
}

/** The root element of an XML answer. @throws GATEWAY.UNEXPECTED_RESPONSE when it is none, or another one */
export function xmlOf(body: Buffer, rootName: string): XmlFields {
  const root = XmlFields.parse(body);
  if (root?.name === rootName) return root;
  throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', `the device's answer is no ${rootName}`);
}

import { isIP } from 'node:net';
import { command, type DeviceCall, xmlBody } from '../client/device-call.js';
import { GRANTED_MINORS, REFUSED_MINORS } from '../mapping/passage-codes.js';
import { writeXml, type XmlContent } from '../xml/write-xml.js';

const HOSTS = '/ISAPI/Event/notification/httpHosts';
const MAX_PATH_LENGTH = 128;
const HEARTBEAT_SECONDS = 30;

/** Where a device posts what happens at it. */
export interface EventReceiver {
  /** The device's own number of the receiver, from 1. */
  readonly slot: number;
  /** Scheme, host, port and a path of at most 128 characters; no query. The path is the secret. */
  readonly url: string;
}

/** Replaces what the slot held. @throws RangeError for an address that a device cannot keep */
export function setReceiver({ slot, url }: EventReceiver): DeviceCall<void> {
  const content = {
    id: toSlot(slot),
    ...toAddress(url),
    httpAuthenticationMethod: 'none',
    SubscribeEvent: SUBSCRIPTION,
  };
  const body = xmlBody(writeXml('HttpHostNotification', content));
  return command({ name: 'set-receiver', effect: 'repeatable', method: 'PUT', target: `${HOSTS}/${slot}`, body });
}

/** @throws RangeError for a slot below 1 */
export function removeReceiver(slot: number): DeviceCall<void> {
  const target = `${HOSTS}/${toSlot(slot)}`;
  return command({ name: 'remove-receiver', effect: 'repeatable', method: 'DELETE', target, body: null });
}

/** Codes are hexadecimal here and nowhere else (access control guide). */
const SUBSCRIPTION: XmlContent = {
  heartbeat: HEARTBEAT_SECONDS,
  eventMode: 'list',
  EventList: {
    Event: {
      type: 'AccessControllerEvent',
      minorEvent: [...GRANTED_MINORS, ...REFUSED_MINORS].map((minor) => `0x${minor.toString(16)}`).join(','),
      pictureURLType: 'binary',
    },
  },
};

function toAddress(text: string): XmlContent {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === null || !isHttp || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new RangeError('a receiver has an HTTP address without query and user');
  }
  if (url.pathname.length > MAX_PATH_LENGTH) throw new RangeError('a device keeps paths of at most 128 characters');
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const named = isIP(host) === 0 ? { addressingFormatType: 'hostname', hostName: host } : null;
  const numbered = { addressingFormatType: 'ipaddress', [isIP(host) === 6 ? 'ipv6Address' : 'ipAddress']: host };
  return {
    url: url.pathname,
    protocolType: isTls ? 'HTTPS' : 'HTTP',
    parameterFormatType: 'JSON',
    ...(named ?? numbered),
    portNo: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
  };
}

function toSlot(slot: number): number {
  if (Number.isInteger(slot) && slot >= 1 && slot <= 16) return slot;
  throw new RangeError('a receiver has a slot from 1 to 16');
}

import { isIP } from 'node:net';
import { child, childText, type XmlElement } from '../protocol/xml-reader.js';
import { type XmlContent } from '../protocol/xml-writer.js';
import { IsapiRefusal } from '../status.js';
import { type ListeningHost, type Subscription } from '../push/listening-hosts.js';

const MAX_URL = 128;
const MAX_HEARTBEAT_SECONDS = 180;
const HOST_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62})$/;
const PATH = /^\/[\x21-\x7e]*$/;

/** @throws IsapiRefusal badXmlContent naming the element */
export function readHost(element: XmlElement): Omit<ListeningHost, 'id'> {
  if (element.name !== 'HttpHostNotification') throw badContent('HttpHostNotification');
  const url = childText(element, 'url') ?? '';
  if (url.length > MAX_URL || !PATH.test(url)) throw badContent('url');
  const addressing = oneOf(element, 'addressingFormatType', ['ipaddress', 'hostname']);
  const subscription = child(element, 'SubscribeEvent');
  return {
    url,
    protocol: oneOf(element, 'protocolType', ['HTTP', 'HTTPS']),
    format: oneOf(element, 'parameterFormatType', ['JSON', 'XML']),
    addressing,
    address: addressing === 'ipaddress' ? readIp(element) : readHostName(element),
    port: readNumber(element, 'portNo', 1, 65_535),
    authentication: oneOf(element, 'httpAuthenticationMethod', ['none', 'MD5digest']),
    userName: childText(element, 'userName') ?? '',
    password: childText(element, 'password') ?? '',
    subscription: subscription === undefined ? null : readSubscription(subscription),
  };
}

function readIp(element: XmlElement): string {
  const address = childText(element, 'ipAddress') ?? childText(element, 'ipv6Address') ?? '';
  if (isIP(address) === 0) throw badContent('ipAddress');
  return address;
}

function readHostName(element: XmlElement): string {
  const name = childText(element, 'hostName') ?? '';
  if (!HOST_NAME.test(name)) throw badContent('hostName');
  return name;
}

function readSubscription(element: XmlElement): Subscription {
  const list = child(element, 'EventList');
  const hasHeartbeat = child(element, 'heartbeat') !== undefined;
  return {
    heartbeatSeconds: hasHeartbeat ? readNumber(element, 'heartbeat', 1, MAX_HEARTBEAT_SECONDS) : null,
    eventMode: oneOf(element, 'eventMode', ['all', 'list']),
    events: (list?.children ?? [])
      .filter(({ name }) => name === 'Event')
      .map((event) => ({
        type: childText(event, 'type') ?? '',
        minors: readMinors(childText(event, 'minorEvent') ?? ''),
        pictureUrlType:
          child(event, 'pictureURLType') === undefined
            ? 'binary'
            : oneOf(event, 'pictureURLType', ['binary', 'localURL']),
      })),
  };
}

/** `0x1,0x4b` → 1, 75. */
function readMinors(text: string): number[] {
  if (text === '') return [];
  return text.split(',').map((code) => {
    if (!/^\s*0x[0-9a-f]{1,4}\s*$/i.test(code)) throw badContent('minorEvent');
    return parseInt(code, 16);
  });
}

function readNumber(element: XmlElement, name: string, min: number, max: number): number {
  const text = childText(element, name) ?? '';
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(min <= value && value <= max)) throw badContent(name);
  return value;
}

function oneOf<T extends string>(element: XmlElement, name: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === childText(element, name));
  if (found === undefined) throw badContent(name);
  return found;
}

function badContent(name: string): IsapiRefusal {
  return new IsapiRefusal('badXmlContent', { errorMsg: name });
}

/** The password is not shown to anybody. */
export function viewHost(host: ListeningHost): XmlContent {
  return {
    id: host.id,
    url: host.url,
    protocolType: host.protocol,
    parameterFormatType: host.format,
    addressingFormatType: host.addressing,
    [host.addressing === 'hostname' ? 'hostName' : 'ipAddress']: host.address,
    portNo: host.port,
    ...(host.userName !== '' && { userName: host.userName }),
    httpAuthenticationMethod: host.authentication,
    ...(host.subscription !== null && { SubscribeEvent: viewSubscription(host.subscription) }),
  };
}

function viewSubscription({ heartbeatSeconds, eventMode, events }: Subscription): XmlContent {
  const Event = events.map(({ type, minors, pictureUrlType }) => ({
    type,
    ...(minors.length > 0 && { minorEvent: minors.map((minor) => `0x${minor.toString(16)}`).join(',') }),
    pictureURLType: pictureUrlType,
  }));
  return {
    ...(heartbeatSeconds !== null && { heartbeat: heartbeatSeconds }),
    eventMode,
    ...(Event.length > 0 && { EventList: { Event } }),
  };
}

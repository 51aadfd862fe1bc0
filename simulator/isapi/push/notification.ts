import { type Device } from '../device.js';
import { eventPicturePath } from '../endpoints/event-fields.js';
import { writeXml, type XmlContent } from '../protocol/xml-writer.js';
import { type DeviceEvent } from '../world/events.js';

export const ACCESS_EVENT = 'AccessControllerEvent';

/** What a device tells unasked: an access event, or that it is still there. */
export type Notification = XmlContent & { readonly eventType: string };

/** @param hasUrl whether the picture is named by its URL, where it does not come along */
export function eventNotification(
  device: Device,
  event: DeviceEvent,
  postCount: number,
  hasUrl: boolean,
): Notification {
  const { major, minor, serialNo, frontSerialNo, cardReaderNo, doorNo, userType, verifyMode, picture } = event;
  return {
    ...head(device, event.atMs, postCount),
    eventType: ACCESS_EVENT,
    eventState: 'active',
    eventDescription: 'Access Controller Event',
    [ACCESS_EVENT]: {
      deviceName: device.profile.deviceName,
      majorEventType: major,
      subEventType: minor,
      ...(event.employeeNo !== undefined && { employeeNoString: event.employeeNo, name: event.name ?? '' }),
      ...(event.cardNo !== undefined && { cardNo: event.cardNo, cardType: 1 }),
      ...(cardReaderNo !== undefined && { cardReaderNo }),
      ...(doorNo !== undefined && { doorNo }),
      verifyNo: serialNo,
      serialNo,
      frontSerialNo,
      ...(userType !== undefined && { userType }),
      ...(verifyMode !== undefined && { currentVerifyMode: verifyMode, attendanceStatus: 'undefined', mask: 'no' }),
      picturesNumber: picture === undefined ? 0 : 1,
      ...(picture !== undefined && hasUrl && { pictureURL: `http://${device.authority}${eventPicturePath(serialNo)}` }),
    },
  };
}

export function heartbeat(device: Device, form: 'videoloss' | 'heartBeat'): Notification {
  return {
    ...head(device, device.clock.nowMs(), 0),
    eventType: form,
    eventState: form === 'videoloss' ? 'inactive' : 'active',
    eventDescription: form === 'videoloss' ? 'videoloss alarm' : 'heartBeat',
  };
}

function head({ profile, clock, authority }: Device, atMs: number, activePostCount: number): XmlContent {
  const colon = authority.lastIndexOf(':');
  return {
    ipAddress: authority.slice(0, colon),
    portNo: Number(authority.slice(colon + 1)),
    protocol: 'HTTP',
    macAddress: profile.macAddress,
    channelID: 1,
    dateTime: clock.format(atMs),
    activePostCount,
  };
}

/** Older firmware. */
export function asXml({ profile }: Device, notification: Notification): string {
  return writeXml(profile.xmlNamespace, 'EventNotificationAlert', notification);
}

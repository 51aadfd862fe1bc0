import { GatewayError } from '../../gateway.errors.js';
import { fromVendorTime } from '../../mapping/times.js';
import { command, type DeviceCall, question, xmlBody } from '../client/device-call.js';
import { type DeviceLimits, readLimits as toLimits } from '../mapping/device-limits.js';
import { jsonOf, xmlOf } from '../mapping/device-status.js';
import { type DeviceZone, parseZone, toZonedTime } from '../mapping/device-zone.js';
import { writeXml } from '../xml/write-xml.js';

/** Which device answers. */
export interface DeviceIdentity {
  /** Never changes; with a passage's number it names the passage. */
  readonly serialNumber: string;
  readonly name: string;
  readonly model: string;
  readonly firmware: string;
}

export interface DeviceClock {
  readonly zone: DeviceZone;
  /** As the device writes it. */
  readonly zoneText: string;
  readonly at: Date;
  readonly followsTimeServer: boolean;
}

const TIME = '/ISAPI/System/time';

/** Cheap: also the question whether the device is well. */
export function readDevice(): DeviceCall<DeviceIdentity> {
  return question({
    name: 'read-device',
    method: 'GET',
    target: '/ISAPI/System/deviceInfo',
    body: null,
    read: (body) => {
      const info = xmlOf(body, 'DeviceInfo');
      return {
        serialNumber: info.requiredText('serialNumber'),
        name: info.text('deviceName') ?? '',
        model: info.text('model') ?? '',
        firmware: info.text('firmwareVersion') ?? '',
      };
    },
  });
}

export function readClock(): DeviceCall<DeviceClock> {
  return question({
    name: 'read-clock',
    method: 'GET',
    target: TIME,
    body: null,
    read: (body) => {
      const time = xmlOf(body, 'Time');
      const zoneText = time.requiredText('timeZone');
      const zone = parseZone(zoneText);
      const at = fromVendorTime(time.text('localTime'));
      if (zone === null || at === null) {
        throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', "the device's clock cannot be read");
      }
      return { zone, zoneText, at, followsTimeServer: time.text('timeMode')?.toUpperCase() === 'NTP' };
    },
  });
}

/** @throws RangeError for a zone that is not of the POSIX form, such as `CST-5:00:00` */
export function setClock(input: { readonly at: Date; readonly zoneText: string }): DeviceCall<void> {
  const zone = parseZone(input.zoneText);
  if (zone === null) throw new RangeError('a zone of a device has the POSIX form');
  const time = { timeMode: 'manual', localTime: toZonedTime(zone, input.at), timeZone: input.zoneText };
  const body = xmlBody(writeXml('Time', time));
  return command({ name: 'set-clock', effect: 'repeatable', method: 'PUT', target: TIME, body });
}

export function readLimits(): DeviceCall<DeviceLimits> {
  return question({
    name: 'read-limits',
    method: 'GET',
    target: '/ISAPI/AccessControl/UserInfo/capabilities?format=json',
    body: null,
    read: (body) => toLimits(jsonOf(body)),
  });
}

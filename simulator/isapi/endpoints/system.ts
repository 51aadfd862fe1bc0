import { parseRequestTime } from '../../runtime/zoned-time.js';
import { parseWallTime } from '../protocol/times.js';
import { childText, readXml } from '../protocol/xml-reader.js';
import { IsapiRefusal } from '../status.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, xml } from './endpoint.js';

export const systemEndpoints: readonly IsapiEndpoint[] = [
  { method: 'GET', path: '/ISAPI/System/deviceInfo', form: 'xml', handle: deviceInfo },
  { method: 'GET', path: '/ISAPI/System/time', form: 'xml', handle: getTime },
  { method: 'PUT', path: '/ISAPI/System/time', form: 'xml', handle: setTime },
];

function deviceInfo({ device: { profile } }: IsapiCall): IsapiResult {
  return xml('DeviceInfo', {
    deviceName: profile.deviceName,
    deviceID: 255,
    model: profile.modelName,
    serialNumber: profile.serialNumber,
    macAddress: profile.macAddress,
    firmwareVersion: profile.firmwareVersion,
    firmwareReleasedDate: profile.firmwareReleasedDate,
    deviceType: 'ACS',
  });
}

function getTime({ device: { clock } }: IsapiCall): IsapiResult {
  return xml('Time', { timeMode: clock.timeMode, localTime: clock.format(clock.nowMs()), timeZone: clock.timeZone });
}

function setTime({ device: { clock }, body }: IsapiCall): IsapiResult {
  const time = readXml(body);
  const timeMode = childText(time, 'timeMode');
  const localTime = childText(time, 'localTime');
  if (time.name !== 'Time' || (timeMode !== 'manual' && timeMode !== 'NTP')) throw badContent();
  const withOffsetMs = localTime === undefined ? undefined : parseRequestTime(localTime);
  const wallMs = localTime === undefined ? undefined : parseWallTime(localTime);
  if (timeMode === 'manual' && withOffsetMs === undefined && wallMs === undefined) throw badContent();
  const timeZone = childText(time, 'timeZone') ?? clock.timeZone;
  if (!clock.setZone(timeZone)) throw badContent();
  clock.timeMode = timeMode;
  // A time server has the true time.
  if (timeMode === 'NTP') clock.setOffset(0);
  else clock.set(withOffsetMs ?? clock.fromWall(wallMs ?? 0));
  return DONE;
}

function badContent(): IsapiRefusal {
  return new IsapiRefusal('badXmlContent');
}

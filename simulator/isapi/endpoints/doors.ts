import { childText, readXml } from '../protocol/xml-reader.js';
import { badParameters, IsapiRefusal } from '../status.js';
import { DOOR_COMMANDS } from '../world/doors.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult } from './endpoint.js';

export const doorEndpoints: readonly IsapiEndpoint[] = [
  { method: 'PUT', path: '/ISAPI/AccessControl/RemoteControl/door/{}', form: 'xml', handle: control },
];

function control({ device: { doors, profile }, params, body }: IsapiCall): IsapiResult {
  const request = readXml(body);
  const command = DOOR_COMMANDS.find((each) => each === childText(request, 'cmd'));
  if (request.name !== 'RemoteControlDoor' || command === undefined) throw new IsapiRefusal('badXmlContent');
  const doorNo = /^\d{1,3}$/.test(params[0] ?? '') ? Number(params[0]) : 0;
  if (!doors.has(doorNo)) throw badParameters('door');
  if (profile.doorPassword !== null && childText(request, 'password') !== profile.doorPassword) {
    throw badParameters('password');
  }
  doors.command(doorNo, command);
  return DONE;
}

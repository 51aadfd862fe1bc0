import { command, type DeviceCall, xmlBody } from '../client/device-call.js';
import { writeXml } from '../xml/write-xml.js';

/** `open-once`: for the time set on the device; `follow-plan` ends `keep-open` and `keep-closed`. */
export type DoorCommand = 'open-once' | 'close' | 'keep-open' | 'keep-closed' | 'follow-plan';

const WORDS: Readonly<Record<DoorCommand, string>> = {
  'open-once': 'open',
  close: 'close',
  'keep-open': 'alwaysOpen',
  'keep-closed': 'alwaysClose',
  'follow-plan': 'resume',
};

/** Opening twice is opening longer: not repeated by itself. @throws RangeError for a door that has no number from 1 to 256 */
export function controlDoor(doorNo: number, what: DoorCommand): DeviceCall<void> {
  if (!Number.isInteger(doorNo) || doorNo < 1 || doorNo > 256) {
    throw new RangeError('a door of a device has a number from 1 to 256');
  }
  return command({
    name: 'control-door',
    effect: what === 'open-once' ? 'once' : 'repeatable',
    method: 'PUT',
    target: `/ISAPI/AccessControl/RemoteControl/door/${doorNo}`,
    body: xmlBody(writeXml('RemoteControlDoor', { cmd: WORDS[what] })),
  });
}

import { GatewayError } from '../../gateway.errors.js';
import { Fields } from '../../mapping/fields.js';
import { isXml } from '../mapping/device-status.js';
import { parseJson } from '../mapping/json.js';
import { type DevicePassage, type EventFields, PUSHED, readPassage } from '../mapping/passages.js';
import { XmlFields } from '../xml/xml-fields.js';

/** What a device tells without being asked. */
export type DeviceEvent =
  | {
      readonly kind: 'passage';
      readonly passage: DevicePassage;
      /** Number of the device's event before this one; null: it does not say. */
      readonly previousSerialNo: number | null;
    }
  | { readonly kind: 'heartbeat' }
  /** Something else happened; nobody needs to know what. */
  | { readonly kind: 'other' };

interface EventReader extends EventFields {
  child(name: string): EventFields | null;
}

/** One event, as JSON or as XML. null: no event, or one that cannot be read. Never throws for what a device says. */
export function parseDeviceEvent(body: Buffer): DeviceEvent | null {
  try {
    const event = readerOf(body);
    return event === null ? null : toEvent(event);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'GATEWAY.UNEXPECTED_RESPONSE') return null;
    throw error;
  }
}

function readerOf(body: Buffer): EventReader | null {
  if (!isXml(body)) {
    const json = Fields.maybe(parseJson(body));
    return json?.child('EventNotificationAlert') ?? json;
  }
  const root = XmlFields.parse(body);
  return root?.name === 'EventNotificationAlert' ? root : null;
}

function toEvent(event: EventReader): DeviceEvent | null {
  const type = event.text('eventType')?.toLowerCase() ?? null;
  const inner = event.child('AccessControllerEvent');
  if (inner !== null) {
    const passage = readPassage(inner, event.text('dateTime'), PUSHED);
    return { kind: 'passage', passage, previousSerialNo: inner.number('frontSerialNo') };
  }
  // A device that has nothing to say says that no picture was lost (seen in the field).
  const isQuiet = type === 'videoloss' && event.text('eventState')?.toLowerCase() === 'inactive';
  if (type === 'heartbeat' || isQuiet) return { kind: 'heartbeat' };
  return type === null ? null : { kind: 'other' };
}

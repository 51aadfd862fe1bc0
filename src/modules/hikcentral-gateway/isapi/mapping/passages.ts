import { GatewayError } from '../../gateway.errors.js';
import { fromVendorTime } from '../../mapping/times.js';
import { type PassageResult, passageResult } from './passage-codes.js';

/** What happened at a door, as the device itself tells it. */
export interface DevicePassage {
  /** Rises by one with each event of the device: with the device's serial number it names the passage. */
  readonly serialNo: number;
  readonly result: PassageResult;
  /** The device's clock. */
  readonly occurredAt: Date;
  /** null: nobody the device knows. */
  readonly personCode: string | null;
  readonly doorNo: number | null;
  readonly readerNo: number | null;
  /** Where the device keeps the picture; only `fetchPicture` may follow it. */
  readonly pictureUri: string | null;
}

/** Both forms that devices tell events in are read through this. */
export interface EventFields {
  text(name: string): string | null;
  number(name: string): number | null;
}

export interface EventNames {
  readonly major: string;
  readonly minor: string;
}

/** Searched events and pushed ones name the same thing differently (access control guide). */
export const SEARCHED: EventNames = { major: 'major', minor: 'minor' };
export const PUSHED: EventNames = { major: 'majorEventType', minor: 'subEventType' };

const MAX_ID_LENGTH = 256;

/** @throws GATEWAY.UNEXPECTED_RESPONSE without number, kind or a time with an offset */
export function readPassage(event: EventFields, time: string | null, names: EventNames): DevicePassage {
  const serialNo = event.number('serialNo');
  const major = event.number(names.major);
  const minor = event.number(names.minor);
  const occurredAt = fromVendorTime(time);
  if (serialNo === null || serialNo < 0 || major === null || minor === null || occurredAt === null) {
    throw new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'an event of a device cannot be read');
  }
  const personCode = event.text('employeeNoString') ?? event.text('employeeNo');
  return {
    serialNo,
    result: passageResult(major, minor),
    occurredAt,
    personCode: personCode !== null && personCode.length <= MAX_ID_LENGTH ? personCode : null,
    doorNo: event.number('doorNo'),
    readerNo: event.number('cardReaderNo'),
    pictureUri: event.text('pictureURL'),
  };
}

import { type DeviceOutcome } from './client/device-call.js';
import { type Walk } from './client/walk-pages.js';
import { type StreamItem, type StreamOptions } from './events/alert-stream.js';
import { type DevicePassage } from './mapping/passages.js';
import { type DeviceCard } from './operations/card-calls.js';
import { type DoorCommand } from './operations/device-door-calls.js';
import { type DeviceGuest, type DevicePerson } from './operations/device-guests.js';
import { type PassageWindow } from './operations/passage-calls.js';
import { type EventReceiver } from './operations/receiver-calls.js';
import { type DeviceIdentity } from './operations/system-calls.js';

/** A guest to be made so on one device. */
export interface GuestToEnsure extends DeviceGuest {
  /** Baseline JPEG of at most 204,800 bytes; null: no face is needed to be let in. */
  readonly faceJpeg: Buffer | null;
}

/**
 * The doors of one device that is spoken to directly, for sites without HikCentral. Where HikCentral manages the device
 * it takes away what is written here: never both.
 * Nothing throws for what the network or the device does; a RangeError is a mistake of the caller's.
 */
export abstract class DeviceDoors {
  /** Also the question whether the device is well. */
  abstract identify(): Promise<DeviceOutcome<DeviceIdentity>>;
  /** How far the device's clock is ahead of ours, in milliseconds. */
  abstract clockSkew(): Promise<DeviceOutcome<number>>;
  /** Sets the device's clock to ours and, where given, its zone (POSIX form, `CST-5:00:00` is UTC+5). */
  abstract setClock(zoneText?: string): Promise<DeviceOutcome<void>>;

  /** Makes it so and reads it back: `done` is what the device told, not what it accepted. May be repeated at will. */
  abstract ensureGuest(guest: GuestToEnsure): Promise<DeviceOutcome<DevicePerson>>;
  /** Takes person, cards and face away and reads back that nobody is there. May be repeated at will. */
  abstract removeGuest(personCode: string): Promise<DeviceOutcome<void>>;
  /** Lets the guest nowhere any more, the name stays for the device's history; read back. */
  abstract endAccess(personCode: string): Promise<DeviceOutcome<void>>;
  /** null: the device has nobody with this code. */
  abstract findPerson(personCode: string): Promise<DeviceOutcome<DevicePerson | null>>;
  abstract listPersons(): Promise<DeviceOutcome<Walk<DevicePerson>>>;
  abstract countPersons(): Promise<DeviceOutcome<number>>;
  abstract listFaces(): Promise<DeviceOutcome<Walk<string>>>;
  abstract countFaces(): Promise<DeviceOutcome<number>>;
  abstract removeFace(personCode: string): Promise<DeviceOutcome<void>>;
  abstract addCard(card: DeviceCard): Promise<DeviceOutcome<void>>;
  abstract removeCard(cardNo: string): Promise<DeviceOutcome<void>>;

  /** Oldest first as the device tells them. `isWhole` false: more than 10,000; ask for less time. */
  abstract readPassages(window: PassageWindow): Promise<DeviceOutcome<Walk<DevicePassage>>>;
  abstract fetchPicture(pictureUri: string): Promise<DeviceOutcome<Buffer>>;
  abstract controlDoor(doorNo: number, command: DoorCommand): Promise<DeviceOutcome<void>>;

  /** @throws GatewayError from the iterator for what only a person can mend */
  abstract watch(options: StreamOptions): AsyncIterable<StreamItem>;
  abstract setReceiver(receiver: EventReceiver): Promise<DeviceOutcome<void>>;
  abstract removeReceiver(slot: number): Promise<DeviceOutcome<void>>;

  /** After GATEWAY.AUTH_REJECTED nothing is sent until this is called: devices lock accounts. */
  abstract useCredentials(credentials: { readonly username: string; readonly password: string }): void;
  /** Cuts what is in flight. */
  abstract close(): void;
}

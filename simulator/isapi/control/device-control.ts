import { type Availability } from '../../server/availability.js';
import { type DigestGate } from '../auth/digest-gate.js';
import { type Device } from '../device.js';
import { type DeviceCapacity } from '../options.js';
import { type AlertStreams } from '../push/alert-streams.js';
import { type EventPoster, type PostRecord } from '../push/event-poster.js';
import { type PostStyle } from '../push/post-body.js';
import { type CallHistory, type DeviceCall } from '../server/call-history.js';
import { type DoorState } from '../world/doors.js';
import { type DeviceEvent, type EventDetails } from '../world/events.js';
import { type DevicePlace, type DeviceWalker, type DeviceWalkResult } from '../world/passages.js';
import { type DeviceCard, type DevicePerson } from '../world/person.js';
import { type DeviceFaults } from './device-faults.js';

export type DeviceWalkRequest = DeviceWalker & DevicePlace;

export interface DeviceSnapshot {
  readonly persons: readonly (DevicePerson & { readonly hasFace: boolean; readonly cardNos: readonly string[] })[];
  readonly cards: readonly DeviceCard[];
  /** Whose faces are held, a person being there or not. */
  readonly faces: readonly string[];
  readonly doors: readonly DoorState[];
  readonly eventCount: number;
  readonly streamCount: number;
  /** By the device's clock. */
  readonly time: string;
  readonly lockedAddresses: readonly string[];
}

export interface DeviceControlParts {
  readonly device: Device;
  readonly gate: DigestGate;
  readonly faults: DeviceFaults;
  readonly history: CallHistory;
  readonly streams: AlertStreams;
  readonly poster: EventPoster;
  readonly availability: Availability;
}

/** The hands of a test or a demo at one device. */
export class IsapiDeviceControl {
  readonly faults: DeviceFaults;

  constructor(private readonly parts: DeviceControlParts) {
    this.faults = parts.faults;
  }

  /** @throws RangeError for a door or reader that is not there, or a face at a device without a camera */
  walk(request: DeviceWalkRequest): DeviceWalkResult {
    return this.parts.device.passages.walk(request, request);
  }

  /** Any event at all: an alarm, a code nobody knows, a door forced open. */
  recordEvent(details: EventDetails): DeviceEvent {
    return this.parts.device.events.record(details);
  }

  /** How far the device's clock is ahead of the true time. */
  setClockOffset(offsetMs: number): void {
    this.parts.device.clock.setOffset(offsetMs);
  }

  setPassword(password: string): void {
    this.parts.gate.setPassword(password);
  }

  setCapacity(capacity: Partial<DeviceCapacity>): void {
    this.parts.device.capacity = { ...this.parts.device.capacity, ...capacity };
  }

  setPostStyle(style: Partial<PostStyle>): void {
    this.parts.poster.style = { ...this.parts.poster.style, ...style };
  }

  /** Off the network: connections are refused. People still walk, and the events are there afterwards. */
  goOffline(forMs?: number): Promise<void> {
    return this.parts.availability.goDown('refused', forMs);
  }

  comeOnline(): Promise<void> {
    return this.parts.availability.comeUp();
  }

  /** Forgets nonces, lockouts, searches and what was to be posted, and cuts every connection. What it holds stays. */
  async reboot(forMs = 0): Promise<void> {
    const { gate, device, poster, availability } = this.parts;
    gate.nonces.forget();
    gate.lockout.forget();
    device.forgetSearches();
    poster.stop();
    await availability.goDown('refused', forMs === 0 ? undefined : forMs);
    if (forMs === 0) await availability.comeUp();
  }

  breakStreams(): void {
    this.parts.streams.breakAll();
  }

  /** Neither events nor heartbeats on streams that stay open. */
  muteStreams(isMuted: boolean): void {
    this.parts.streams.mute(isMuted);
  }

  disturbStreams(bytes: Buffer): void {
    this.parts.streams.disturb(bytes);
  }

  /** The next deletions with credentials remove nobody and end as `failed`. */
  failDeletions(times: number): void {
    this.parts.device.deletions.failNext(times);
  }

  /** As HikCentral does with whom it did not send itself: gone, without a call on this device. */
  forgetPerson(employeeNo: string): void {
    this.parts.device.roster.dropWithCredentials(employeeNo);
  }

  unlockAddresses(): void {
    this.parts.gate.lockout.forget();
  }

  snapshot(): DeviceSnapshot {
    const { device, streams, gate } = this.parts;
    const { roster, clock } = device;
    return {
      persons: roster.allPersons().map((person) => ({
        ...person,
        hasFace: roster.face(person.employeeNo) !== undefined,
        cardNos: roster.cardsOf(person.employeeNo).map(({ cardNo }) => cardNo),
      })),
      cards: roster.allCards(),
      faces: roster.allFaces().map(([employeeNo]) => employeeNo),
      doors: device.doors.states(),
      eventCount: device.events.all().length,
      streamCount: streams.count(),
      time: clock.format(clock.nowMs()),
      lockedAddresses: gate.lockout.lockedAddresses(),
    };
  }

  face(employeeNo: string): Buffer | undefined {
    return this.parts.device.roster.face(employeeNo);
  }

  events(): readonly DeviceEvent[] {
    return this.parts.device.events.all();
  }

  calls(): readonly DeviceCall[] {
    return this.parts.history.calls();
  }

  posts(): readonly PostRecord[] {
    return this.parts.poster.posts();
  }
}

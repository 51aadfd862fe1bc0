import { type GatewayError } from '../gateway.errors.js';
import { attempt } from './client/attempt.js';
import { type DeviceOutcome } from './client/device-call.js';
import { DeviceClient, type DeviceOptions } from './client/device-client.js';
import { type Walk, walkPages } from './client/walk-pages.js';
import { DeviceDoors, type GuestToEnsure } from './device-doors.js';
import { AlertStream, type StreamItem, type StreamOptions } from './events/alert-stream.js';
import { endAccess } from './guests/end-access.js';
import { ensureGuest } from './guests/ensure-guest.js';
import { findPerson } from './guests/find-person.js';
import { FaceCarrier } from './guests/put-face.js';
import { removeGuest } from './guests/remove-guest.js';
import { LEAST_LIMITS } from './mapping/device-limits.js';
import { type DeviceProfile } from './mapping/device-persons.js';
import { type DevicePassage } from './mapping/passages.js';
import { addCard, type DeviceCard, removeCard } from './operations/card-calls.js';
import { controlDoor, type DoorCommand } from './operations/device-door-calls.js';
import { type DevicePerson } from './operations/device-guests.js';
import { countFaces, removeFace, searchFaces } from './operations/face-calls.js';
import { fetchPicture, PASSAGE_PAGE_SIZE, type PassageWindow, searchPassages } from './operations/passage-calls.js';
import { countPersons, searchPersons } from './operations/person-calls.js';
import { type EventReceiver, removeReceiver, setReceiver } from './operations/receiver-calls.js';
import { type DeviceIdentity, readClock, readDevice, readLimits, setClock } from './operations/system-calls.js';

const MAX_PERSONS = 100_000;
const MAX_PASSAGES = 10_000;
/** A zone that somebody changes on the device is noticed within this time. */
const PROFILE_AGE_MS = 60 * 60 * 1_000;

/** The doors of a Hikvision terminal or door controller. */
export class IsapiDoors extends DeviceDoors {
  private readonly client: DeviceClient;
  private readonly faces: FaceCarrier;
  private profile: { readonly value: DeviceProfile; readonly readAtMs: number } | null = null;

  /** @throws RangeError for a user name that is not 1–64 printable ASCII characters */
  constructor(options: DeviceOptions) {
    super();
    this.client = new DeviceClient(options);
    this.faces = new FaceCarrier(this.client);
  }

  override identify(): Promise<DeviceOutcome<DeviceIdentity>> {
    return this.client.send(readDevice());
  }

  override async clockSkew(): Promise<DeviceOutcome<number>> {
    const clock = await this.client.send(readClock());
    return clock.kind === 'done' ? { ...clock, value: clock.value.at.getTime() - clock.answeredAt.getTime() } : clock;
  }

  override async setClock(zoneText?: string): Promise<DeviceOutcome<void>> {
    const current = zoneText === undefined ? await this.client.send(readClock()) : null;
    if (current !== null && current.kind !== 'done') return current;
    this.profile = null;
    const zone = zoneText ?? current?.value.zoneText ?? '';
    return this.client.send(setClock({ at: this.client.clock.now(), zoneText: zone }));
  }

  override ensureGuest(guest: GuestToEnsure): Promise<DeviceOutcome<DevicePerson>> {
    return this.withProfile((profile) => ensureGuest(this.client, this.faces, profile, guest));
  }

  override removeGuest(personCode: string): Promise<DeviceOutcome<void>> {
    return this.withProfile((profile) => removeGuest(this.client, profile, personCode));
  }

  override endAccess(personCode: string): Promise<DeviceOutcome<void>> {
    return this.withProfile((profile) => endAccess(this.client, profile, personCode));
  }

  override findPerson(personCode: string): Promise<DeviceOutcome<DevicePerson | null>> {
    return this.withProfile((profile) => findPerson(this.client, profile, personCode));
  }

  override listPersons(): Promise<DeviceOutcome<Walk<DevicePerson>>> {
    return this.withProfile((profile) => {
      const { pageSize } = profile.limits;
      return walkPages(this.client, { pageSize, maxItems: MAX_PERSONS, page: (at) => searchPersons(at, profile) });
    });
  }

  override countPersons(): Promise<DeviceOutcome<number>> {
    return this.client.send(countPersons());
  }

  override listFaces(): Promise<DeviceOutcome<Walk<string>>> {
    const { pageSize } = LEAST_LIMITS;
    return walkPages(this.client, { pageSize, maxItems: MAX_PERSONS, page: (at) => searchFaces(at) });
  }

  override countFaces(): Promise<DeviceOutcome<number>> {
    return this.client.send(countFaces());
  }

  override removeFace(personCode: string): Promise<DeviceOutcome<void>> {
    return this.client.send(removeFace(personCode));
  }

  override addCard(card: DeviceCard): Promise<DeviceOutcome<void>> {
    return this.client.send(addCard(card));
  }

  override removeCard(cardNo: string): Promise<DeviceOutcome<void>> {
    return this.client.send(removeCard(cardNo));
  }

  override readPassages(window: PassageWindow): Promise<DeviceOutcome<Walk<DevicePassage>>> {
    return walkPages(this.client, {
      pageSize: PASSAGE_PAGE_SIZE,
      maxItems: MAX_PASSAGES,
      page: (paging) => searchPassages(paging, window),
    });
  }

  override fetchPicture(pictureUri: string): Promise<DeviceOutcome<Buffer>> {
    return attempt(this.client, () => fetchPicture(pictureUri));
  }

  override controlDoor(doorNo: number, command: DoorCommand): Promise<DeviceOutcome<void>> {
    return this.client.send(controlDoor(doorNo, command));
  }

  override watch(options: StreamOptions): AsyncIterable<StreamItem> {
    return new AlertStream(this.client, options).items();
  }

  override setReceiver(receiver: EventReceiver): Promise<DeviceOutcome<void>> {
    return this.client.send(setReceiver(receiver));
  }

  override removeReceiver(slot: number): Promise<DeviceOutcome<void>> {
    return this.client.send(removeReceiver(slot));
  }

  override useCredentials(credentials: { readonly username: string; readonly password: string }): void {
    this.client.useCredentials(credentials);
  }

  override close(): void {
    this.client.close();
  }

  private async withProfile<T>(use: (profile: DeviceProfile) => Promise<DeviceOutcome<T>>): Promise<DeviceOutcome<T>> {
    const nowMs = this.client.clock.monotonicMs();
    if (this.profile !== null && nowMs - this.profile.readAtMs < PROFILE_AGE_MS) return use(this.profile.value);
    const clock = await this.client.send(readClock());
    if (clock.kind !== 'done') return beforehand(clock);
    const read = await this.client.send(readLimits());
    const isSilent = read.kind === 'refused' && read.error.code === 'GATEWAY.UNSUPPORTED';
    if (read.kind !== 'done' && !isSilent) return beforehand(read);
    const limits = read.kind === 'done' ? read.value : LEAST_LIMITS;
    this.profile = { value: { zone: clock.value.zone, limits }, readAtMs: nowMs };
    return use(this.profile.value);
  }
}

/** What was asked for was never sent, whatever became of the question before it. */
function beforehand({ error }: { readonly error: GatewayError }): DeviceOutcome<never> {
  return { kind: 'not-sent', error };
}

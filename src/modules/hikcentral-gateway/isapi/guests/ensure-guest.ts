import { GatewayError } from '../../gateway.errors.js';
import { attempt } from '../client/attempt.js';
import { type DeviceFailure, type DeviceOutcome } from '../client/device-call.js';
import { type DeviceClient } from '../client/device-client.js';
import { type GuestToEnsure } from '../device-doors.js';
import { type DeviceProfile, isSameValidity } from '../mapping/device-persons.js';
import { type DevicePerson } from '../operations/device-guests.js';
import { assertFace } from '../operations/face-calls.js';
import { putPerson } from '../operations/person-calls.js';
import { findPerson } from './find-person.js';
import { inDoubt } from './in-doubt.js';
import { type FaceCarrier } from './put-face.js';

/**
 * Person, face, reading back: three calls, each of which may be said twice. An answer to the first that was lost is
 * settled by going on; one to the second is not, since a face that is there may be the one of before.
 * `refused`: the device said no to the person or to the face.
 */
export async function ensureGuest(
  client: DeviceClient,
  faces: FaceCarrier,
  profile: DeviceProfile,
  guest: GuestToEnsure,
): Promise<DeviceOutcome<DevicePerson>> {
  const { personCode, faceJpeg } = guest;
  const person = await attempt(client, () => {
    if (faceJpeg !== null) assertFace(faceJpeg);
    return putPerson(guest, profile);
  });
  if (person.kind === 'refused' || person.kind === 'not-sent') return person;
  const face = faceJpeg === null ? null : await faces.put({ personCode, jpeg: faceJpeg });
  if (face !== null && face.kind !== 'done') return face.kind === 'refused' ? face : inDoubt(face, client.clock);
  const read = await findPerson(client, profile, personCode);
  if (read.kind !== 'done') return inDoubt(read, client.clock);
  const difference = differenceOf(guest, read.value, profile);
  if (difference === null && read.value !== null) return { ...read, value: read.value };
  return person.kind === 'unknown' ? person : differs(client, difference);
}

/** What of the guest the device does not have as it should; null: nothing. */
function differenceOf(
  { validity, doorNos, faceJpeg }: GuestToEnsure,
  read: DevicePerson | null,
  profile: DeviceProfile,
): string | null {
  if (read === null) return 'person';
  if (!isSameValidity(validity, read.validity, profile)) return 'validity';
  if (!doorNos.every((doorNo) => read.doorNos.includes(doorNo)) || read.doorNos.length !== doorNos.length)
    return 'doors';
  return faceJpeg !== null && (read.faceCount ?? 0) < 1 ? 'face' : null;
}

/** Accepted, and not so yet. */
function differs({ clock }: DeviceClient, difference: string | null): DeviceFailure {
  const error = new GatewayError('GATEWAY.UNEXPECTED_RESPONSE', 'the device has not what it accepted', { difference });
  return { kind: 'unknown', error, deadlineAt: clock.now() };
}

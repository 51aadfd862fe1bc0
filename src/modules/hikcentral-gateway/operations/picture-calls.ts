import { assertLength, toId } from '../mapping/limits.js';
import { toFaceData } from '../mapping/persons.js';
import { readPictureBody, readPictureData } from '../mapping/pictures.js';
import { type Operation } from './operation.js';

/** Characters of the address of a picture of an event (HikCentral OpenAPI guide); for other pictures our rule. */
const MAX_PICTURE_URI_LENGTH = 512;

/**
 * The JPEG of a person's face, at most 4 MB; null when there is none.
 * @throws RangeError for no id, or an address outside 1–512 characters
 */
export function readPersonPicture(input: {
  readonly personId: string;
  /** As the person was read: `Vsm://face/1042`. */
  readonly pictureUri: string;
}): Operation<Buffer | null> {
  const personId = toId('person', input.personId);
  return {
    name: 'read-person-picture',
    ...picture('/artemis/api/resource/v1/person/picture_data', { personId, picUri: toPictureUri(input.pictureUri) }),
  };
}

/** The JPEG of a door event, at most 4 MB; null when there is none (any more). @throws RangeError outside 1–512 characters */
export function readEventPicture(pictureUri: string): Operation<Buffer | null> {
  return {
    name: 'read-event-picture',
    ...picture('/artemis/api/acs/v1/event/pictures', { picUri: toPictureUri(pictureUri) }),
  };
}

/** The JPEG of an alarm, at most 4 MB; null when there is none (any more). @throws RangeError outside 1–512 characters */
export function readAlarmPicture(pictureUri: string): Operation<Buffer | null> {
  return {
    name: 'read-alarm-picture',
    ...picture('/artemis/api/eventService/v1/image_data', { picUri: toPictureUri(pictureUri) }),
  };
}

/** Pictures come without the envelope; their errors with it (seen in the field). */
function picture(path: string, body: Operation<unknown>['body']): Omit<Operation<Buffer | null>, 'name'> {
  return { effect: 'read', path, body, read: readPictureData, readBody: readPictureBody, readAbsent: () => null };
}

function toPictureUri(pictureUri: string): string {
  assertLength('address of a picture', pictureUri, 1, MAX_PICTURE_URI_LENGTH);
  return pictureUri;
}

/**
 * Done when this device accepts the picture; GATEWAY.INVALID_REQUEST when it does not, GATEWAY.DEVICE_UNREACHABLE when it
 * cannot be asked. Costs a call per picture: for diagnosis. From 2.0 on.
 * @throws RangeError for no device
 */
export function checkFace(input: {
  readonly deviceId: string;
  /** Baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes. */
  readonly faceJpeg: Buffer;
}): Operation<void> {
  return {
    name: 'check-face',
    effect: 'read',
    path: '/artemis/api/acs/v1/faceCheck',
    body: { faceData: toFaceData(input.faceJpeg), acsDevIndexCode: toId('device', input.deviceId) },
    read: () => undefined,
  };
}

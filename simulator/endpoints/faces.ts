import sharp from 'sharp';
import { CODES, notFound, Refusal } from '../refusal.js';
import { BareText } from '../server/answer.js';
import { faceOf } from '../world/face.js';
import { type Face } from '../world/model.js';
import { type Call, type Endpoint } from './endpoint.js';
import { readHandle, readPerson, refuseExtraFields } from './person-fields.js';

const MAX_FACE_BYTES = 204_800;
const MIN_FACE_SIDE = 64;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export const faceEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/person/face/update', handle: replace },
  { path: '/api/resource/v1/person/picture_data', handle: picture },
  { path: '/api/acs/v1/faceCheck', since: '2.0', handle: check },
];

/**
 * What a terminal would take: a whole JPEG of at most 204 800 bytes and at least 64×64.
 * @throws Refusal 2
 */
export async function readFace(faceData: string): Promise<Face> {
  if (!BASE64.test(faceData)) throw unusable('not plain base64');
  const jpeg = Buffer.from(faceData, 'base64');
  if (jpeg.length < 4) throw unusable('not a JPEG');
  if (jpeg.length > MAX_FACE_BYTES) throw unusable('too large');
  const isWhole = jpeg.readUInt16BE(0) === 0xffd8 && jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9;
  if (!isWhole) throw unusable('not a JPEG');
  const { format, width, height } = await sharp(jpeg)
    .metadata()
    .catch(() => {
      throw unusable('not readable');
    });
  if (format !== 'jpeg') throw unusable('not a JPEG');
  if (Math.min(width, height) < MIN_FACE_SIDE) throw unusable('too small');
  return faceOf(jpeg);
}

export function pictureUri(personId: string): string {
  return `Vsm://face/${personId}`;
}

async function replace({ fields, world, actor }: Call): Promise<string> {
  refuseExtraFields(fields, ['personId', 'personCode', 'faceData']);
  const handle = readHandle(fields);
  const face = await readFace(fields.text('faceData'));
  world.replaceFace(world.persons.get(handle), face, actor);
  return '';
}

/** Whether a device would take a picture; nobody is changed. */
async function check({ fields, world }: Call): Promise<string> {
  const faceData = fields.text('faceData');
  const acsDevIndexCode = fields.text('acsDevIndexCode');
  const door = world.perimeter.all().find(({ device }) => device.acsDevIndexCode === acsDevIndexCode);
  if (door === undefined) throw notFound('device');
  if (!door.isOnline) throw new Refusal(CODES.offline, 'device is offline');
  await readFace(faceData);
  return '';
}

function picture({ fields, world }: Call): BareText {
  const person = readPerson(fields, world.persons);
  const picUri = fields.text('picUri', { max: 512 });
  if (person.face === null || picUri !== pictureUri(person.personId)) throw notFound('picture');
  // Declared a picture, delivered as text: the vendor's own habit.
  return new BareText('image/jpeg', `data:image/jpeg;base64,${person.face.jpeg.toString('base64')}`);
}

function unusable(reason: string): Refusal {
  return new Refusal(CODES.parameterWrong, `face picture is unusable: ${reason}`);
}

import { asText, fail, Fields, isNothing } from './fields.js';
import { parseJson } from './json.js';

/**
 * The longest JPEG that is taken: captures of terminals have up to 200 kB, those of cameras in an alarm one to three MB
 * (our rule; no figure is published).
 */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024;
/** The same in base64, which is 4/3 of it, and room for a line break every 76 characters and for what is put around it. */
export const MAX_PICTURE_ANSWER_BYTES = Math.ceil((MAX_PICTURE_BYTES * 4 * 78) / (3 * 76)) + 1_024;

/** What every JPEG begins with. */
const JPEG_START = Buffer.from([0xff, 0xd8]);
const DATA_URI = /^data:[^,]{0,200},/i;
const LOOKS_LIKE_JSON = /^[{"]/;

/**
 * JPEG bytes, a data URI, bare base64 or `{"data": …}` with either, under any content type (seen in the field).
 * null: an answer in HikCentral's form that holds no picture. @throws GATEWAY.UNEXPECTED_RESPONSE
 */
export function readPictureBody(body: Buffer): Buffer | null {
  if (isJpeg(body)) return withinLimit(body);
  const text = body.toString('utf8').trim();
  return LOOKS_LIKE_JSON.test(text) ? readWrapped(parseJson(body)) : readPictureText(text);
}

function readWrapped(value: unknown): Buffer | null {
  if (typeof value === 'string') return readPictureText(value.trim());
  const wrapped = Fields.of(value, 'picture');
  // With a code it would be an envelope, were the code one.
  if (wrapped.raw('code') !== undefined || wrapped.raw('data') === undefined) fail('the body is no picture');
  return readPictureData(wrapped.raw('data'));
}

/** A picture in `data`. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readPictureData(data: unknown): Buffer | null {
  if (isNothing(data)) return null;
  return readPictureText(asText(data)?.trim() ?? fail('data is no picture'));
}

function readPictureText(text: string): Buffer {
  const base64 = text.replace(DATA_URI, '').replace(/\s+/g, '');
  const picture = Buffer.from(base64, 'base64');
  // Read back, since what is no base64 is passed over in silence; a pattern over so long a text may exceed the stack.
  if (base64 === '' || unpadded(picture.toString('base64')) !== unpadded(base64)) fail('the body is no picture');
  return isJpeg(picture) ? withinLimit(picture) : fail('the picture is no JPEG');
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, JPEG_START.length).equals(JPEG_START);
}

function withinLimit(picture: Buffer): Buffer {
  return picture.length <= MAX_PICTURE_BYTES ? picture : fail('the picture is too long');
}

function unpadded(base64: string): string {
  if (base64.endsWith('==')) return base64.slice(0, -2);
  return base64.endsWith('=') ? base64.slice(0, -1) : base64;
}

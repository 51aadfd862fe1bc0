import fc from 'fast-check';
import {
  MAX_PICTURE_ANSWER_BYTES,
  MAX_PICTURE_BYTES,
  readPictureBody,
  readPictureData,
} from '../../../../../src/modules/hikcentral-gateway/mapping/pictures.js';

const JPEG = Buffer.from('ffd8ffe000104a464946ffd9', 'hex');
const BASE64 = JPEG.toString('base64');

describe('a picture', () => {
  it.each<[string, Buffer | string]>([
    ['JPEG bytes', JPEG],
    ['a data URI', `data:image/jpeg;base64,${BASE64}`],
    ['a data URI with blanks around it', `\r\n data:image/jpg;base64,${BASE64}\n`],
    ['a data URI after a byte order mark', `\uFEFFdata:image/jpeg;base64,${BASE64}`],
    ['bare base64', BASE64],
    ['base64 in lines', `${BASE64.slice(0, 8)}\r\n${BASE64.slice(8)}`],
    ['an object with base64', JSON.stringify({ data: BASE64 })],
    ['an object with a data URI', JSON.stringify({ DATA: `data:image/jpeg;base64,${BASE64}` })],
    ['a JSON text', JSON.stringify(`data:image/jpeg;base64,${BASE64}`)],
  ])('is read from %s', (_name, body) => {
    expect(readPictureBody(Buffer.from(body))).toEqual(JPEG);
  });

  it.each<[string, Buffer | string]>([
    ['nothing', ''],
    ['a page', '<html>login</html>'],
    ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a PNG in base64', `data:image/png;base64,${Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')}`],
    ['words', 'picture not found'],
    ['a data URI of nothing', 'data:image/jpeg;base64,'],
    ['half an object', `{"data":"${BASE64}`],
    ['an object of a number', '{"data":5}'],
    ['an object of an object', '{"data":{"data":"x"}}'],
    ['a prototype', `{"__proto__":{"data":"${BASE64}"},"data":7}`],
    ['an abyss', '{"data":'.repeat(1_000)],
  ])('is none: %s', (_name, body) => {
    expect(() => readPictureBody(Buffer.from(body))).toThrow(/^HikCentral's answer cannot be read/);
  });

  it.each([null, undefined, '', 'null'])('is absent where the envelope says %j', (data) => {
    expect(readPictureData(data)).toBeNull();
  });

  it('may have four megabytes, in any form, and no more', () => {
    const longest = Buffer.alloc(MAX_PICTURE_BYTES, 1);
    JPEG.copy(longest);
    expect(readPictureBody(longest)).toHaveLength(MAX_PICTURE_BYTES);
    const lines = longest.toString('base64').replace(/.{76}/g, '$&\r\n');
    const asText = `data:image/jpeg;base64,${lines}`;
    expect(asText.length).toBeLessThanOrEqual(MAX_PICTURE_ANSWER_BYTES);
    // Byte by byte, jest compares four megabytes for half a minute.
    expect(readPictureBody(Buffer.from(asText))?.equals(longest)).toBe(true);
    const tooLong = Buffer.concat([longest, Buffer.alloc(1)]);
    expect(() => readPictureBody(tooLong)).toThrow(/too long/);
    expect(() => readPictureBody(Buffer.from(tooLong.toString('base64')))).toThrow(/too long/);
  });

  it('is the same whichever form it came in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const jpeg = Buffer.concat([JPEG.subarray(0, 2), bytes]);
        const base64 = jpeg.toString('base64');
        for (const form of [jpeg, base64, `data:image/jpeg;base64,${base64}`, JSON.stringify({ data: base64 })]) {
          expect(readPictureBody(Buffer.from(form))).toEqual(jpeg);
        }
      }),
    );
  });
});

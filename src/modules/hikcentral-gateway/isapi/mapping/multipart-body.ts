import { type Random } from '../../../../platform/random/random.js';
import { type DeviceBody } from '../client/device-call.js';

const BOUNDARY_BYTES = 24;

/**
 * A face as devices take it: the JSON part first and without a file name, then the picture, byte for byte.
 * 192 random bits make the boundary, so that no picture holds it.
 */
export function faceUpload(record: object, jpeg: Buffer, random: Random): DeviceBody {
  const boundary = `vestibule${random.bytes(BOUNDARY_BYTES).toString('hex')}`;
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="FaceDataRecord"',
    'Content-Type: application/json',
    '',
    JSON.stringify(record),
    `--${boundary}`,
    'Content-Disposition: form-data; name="img"; filename="face.jpg"',
    'Content-Type: image/jpeg',
    '',
    '',
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), jpeg, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

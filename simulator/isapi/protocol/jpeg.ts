import { IsapiRefusal } from '../status.js';

const MAX_BYTES = 204_800;
const MIN_SIDE = 64;
const START_OF_SCAN = 0xda;
const BASELINE_FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1]);
/** C4, C8 and CC lie among the frames and are none. */
const OTHER_FRAMES: ReadonlySet<number> = new Set([0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What a terminal takes for a face: one whole baseline JPEG of at most 204 800 bytes and at least 64×64, and nothing else in
 * the part. Whether there is a face in it is not looked at.
 * @throws IsapiRefusal picSizeExceedError, picFormatError, picResolutionInvalidError, SubpicAnalysisModelingError
 */
export function checkFacePicture(picture: Buffer): void {
  if (picture.length > MAX_BYTES) throw new IsapiRefusal('picSizeExceedError');
  const start = picture.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  if (start < 0) throw new IsapiRefusal('picFormatError');
  const jpeg = picture.subarray(start);
  const { width, height, length } = measure(jpeg);
  if (start > 0 || length < jpeg.length) throw new IsapiRefusal('SubpicAnalysisModelingError');
  if (Math.min(width, height) < MIN_SIDE) throw new IsapiRefusal('picResolutionInvalidError');
}

/** @throws IsapiRefusal picFormatError when it is cut short or not baseline */
function measure(jpeg: Buffer): Size & { readonly length: number } {
  let size: Size | undefined;
  let at = 2;
  while (at + 4 <= jpeg.length) {
    const marker = jpeg.readUInt8(at + 1);
    if (jpeg.readUInt8(at) !== 0xff || OTHER_FRAMES.has(marker)) break;
    // A byte of padding before the marker proper.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (BASELINE_FRAMES.has(marker) && at + 9 <= jpeg.length) {
      size = { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) };
    }
    at += 2 + jpeg.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN) {
      // Within a scan FF is always followed by 00 or a restart marker, so the first FF D9 is the end.
      const end = jpeg.indexOf(Buffer.from([0xff, 0xd9]), at);
      if (end < 0 || size === undefined) break;
      return { ...size, length: end + 2 };
    }
  }
  throw new IsapiRefusal('picFormatError');
}

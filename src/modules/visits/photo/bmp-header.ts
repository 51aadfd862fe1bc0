import { type Size } from './face-size.js';

/** File header (14 bytes) and the part of BITMAPINFOHEADER that holds size and depth. */
const HEADER_BYTES = 30;
const DIB_SIZE_AT = 14;
const WIDTH_AT = 18;
const HEIGHT_AT = 22;
/** BITMAPINFOHEADER; what is older has 16-bit sizes and is no longer written by anything. */
const OLDEST_DIB_BYTES = 40;

/** What a BMP says about itself, read before a single pixel is decoded; null when the header is cut off or too old. */
export function bmpSize(bytes: Buffer): Size | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(DIB_SIZE_AT) < OLDEST_DIB_BYTES) return null;
  // A negative height means that rows are stored from the top.
  return { width: Math.abs(bytes.readInt32LE(WIDTH_AT)), height: Math.abs(bytes.readInt32LE(HEIGHT_AT)) };
}

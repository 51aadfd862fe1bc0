import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import Bottleneck from 'bottleneck';
import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Sharp } from 'sharp';
import { PhotoRefusedError, PhotoTypeUnsupportedError } from '../visits.errors.js';
import { BmpDecoder } from './bmp-decoder.js';
import { bmpSize } from './bmp-header.js';
import { faceSize, LARGEST_SIDE_PX, sizeFault, type Size } from './face-size.js';

/** The picture as it goes to the doors. */
export interface Face {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** HikCentral takes 204,800 bytes, some firmware less than it says: a little room is left. */
const FACE_MAX_BYTES = 200_000;
/** 640 × 640 of pure noise needs 50 at 4:2:0; the rest are for what nobody has thought of. */
const QUALITIES = [90, 80, 65, 50, 35, 20] as const;
/** 4000 × 4000 px of a 16-bit PNG take 128 MB while they are decoded. */
const AT_ONCE = 2;
const DECODING = { limitInputPixels: LARGEST_SIDE_PX * LARGEST_SIDE_PX, failOn: 'error', animated: false } as const;

/** Makes of whatever people upload one kind of picture, off the event loop: sharp has threads, BMP a worker. */
@Injectable()
export class FaceMaker {
  private readonly turns = new Bottleneck({ maxConcurrent: AT_ONCE });

  constructor(private readonly bmps: BmpDecoder) {}

  /**
   * Baseline JPEG, longest side ≤ 640 px, shortest ≥ 64 px, ≤ 200,000 bytes, upright, without metadata.
   * @throws PHOTO_TYPE_UNSUPPORTED by content, whatever name and type were declared
   * @throws PHOTO_REFUSED for a size that is not allowed and for a damaged file
   */
  async make(upload: Buffer): Promise<Face> {
    const type = await fileTypeFromBuffer(upload);
    switch (type?.mime) {
      case 'image/jpeg':
      case 'image/png':
        return this.turns.schedule(() => readable(() => this.fromSharp(upload)));
      case 'image/bmp':
        return this.turns.schedule(() => readable(() => this.fromBmp(upload)));
      default:
        throw new PhotoTypeUnsupportedError();
    }
  }

  private async fromSharp(upload: Buffer): Promise<Face> {
    const { width, height, autoOrient } = await sharp(upload, DECODING).metadata();
    checkSize({ width, height });
    return encode(sharp(upload, DECODING).autoOrient(), autoOrient);
  }

  private async fromBmp(upload: Buffer): Promise<Face> {
    const stated = bmpSize(upload);
    if (stated === null) throw new PhotoRefusedError('photoBroken');
    checkSize(stated);
    const { width, height, rgb } = await this.bmps.decode(upload);
    return encode(sharp(rgb, { raw: { width, height, channels: 3 } }), { width, height });
  }
}

function checkSize(size: Size): void {
  const fault = sizeFault(size);
  if (fault !== null) throw new PhotoRefusedError(fault);
}

async function encode(picture: Sharp, size: Size): Promise<Face> {
  const { width, height } = faceSize(size);
  const pixels = await picture
    .resize(width, height, { fit: 'fill' })
    // What was transparent is shown on white: the terminals know no alpha.
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (const quality of QUALITIES) {
    const jpeg = await sharp(pixels.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, progressive: false, chromaSubsampling: '4:2:0' })
      .toBuffer();
    if (jpeg.length <= FACE_MAX_BYTES) {
      return { jpeg, width, height, sha256: createHash('sha256').update(jpeg).digest('hex') };
    }
  }
  throw new Error(`a picture of ${width} × ${height} px stays above ${FACE_MAX_BYTES} bytes at every quality`);
}

/** Whatever the decoders say against a file: it cannot be read, and the caller can do something about it. */
async function readable(decode: () => Promise<Face>): Promise<Face> {
  try {
    return await decode();
  } catch (cause) {
    if (cause instanceof PhotoRefusedError) throw cause;
    throw new PhotoRefusedError('photoBroken', { cause });
  }
}

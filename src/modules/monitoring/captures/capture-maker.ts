import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import Bottleneck from 'bottleneck';
import sharp from 'sharp';

/** The picture of a passage as it is shown: made anew from HikCentral's, nothing of whose bytes is handed on. */
export interface Capture {
  readonly jpeg: Buffer;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Cameras in an alarm have eight megapixels; more would be an attack on memory. */
const MAX_PIXELS = 4_000 * 4_000;
/** A face and what is around it; more shows nothing more and fills the database. */
const MAX_SIDE_PX = 1_280;
const QUALITY = 85;
/** People look at one after the other; 4000 × 4000 px take 48 MB while they are decoded. */
const AT_ONCE = 1;
const DECODING = { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false } as const;

/** Decodes what HikCentral calls a picture, off the event loop, and encodes it anew: upright, without metadata. */
@Injectable()
export class CaptureMaker {
  private readonly turns = new Bottleneck({ maxConcurrent: AT_ONCE });

  /** @returns null for what is no JPEG that can be decoded whole, or has too many pixels */
  make(picture: Buffer): Promise<Capture | null> {
    return this.turns.schedule(async () => {
      const jpeg = await encode(picture);
      return jpeg && { jpeg, sha256: createHash('sha256').update(jpeg).digest('hex') };
    });
  }
}

async function encode(picture: Buffer): Promise<Buffer | null> {
  try {
    const { format } = await sharp(picture, DECODING).metadata();
    if (format !== 'jpeg') return null;
    return await sharp(picture, DECODING)
      .autoOrient()
      .resize(MAX_SIDE_PX, MAX_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .jpeg({ quality: QUALITY })
      .toBuffer();
  } catch {
    // Whatever the decoder says against it: it cannot be shown, and nobody here can do anything about it.
    return null;
  }
}

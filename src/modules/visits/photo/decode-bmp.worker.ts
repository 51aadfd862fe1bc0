import { decode } from 'bmp-ts';

export interface DecodedBmp {
  readonly width: number;
  readonly height: number;
  /** 3 bytes a pixel, row by row from the top. */
  readonly rgb: Uint8Array;
}

/**
 * Runs in a thread of its own: the decoder is JavaScript and would hold up the event loop for a large picture.
 * Answers RGB: most files carry no usable alpha, and the decoder leaves it at zero.
 */
export default function decodeBmp(bytes: Uint8Array): DecodedBmp {
  const { width, height, data } = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    toRGBA: true,
  });
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return { width, height, rgb };
}

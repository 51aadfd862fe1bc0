import sharp from 'sharp';

const COMMENT = 0xfffe;
/** More than the least side that a terminal takes. */
const SIDE_PX = 80;

const grey = await sharp({ create: { width: SIDE_PX, height: SIDE_PX, channels: 3, background: '#888' } })
  .jpeg()
  .toBuffer();

/** A JPEG of somebody's own: a comment that nobody else's has. */
export function faceNumber(number: number): Buffer {
  const text = Buffer.from(`face ${number}`);
  const comment = Buffer.alloc(4);
  comment.writeUInt16BE(COMMENT, 0);
  comment.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([grey.subarray(0, 2), comment, text, grey.subarray(2)]);
}

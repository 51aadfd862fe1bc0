import { bmpSize } from '../../../../../src/modules/visits/photo/bmp-header.js';

function header(width: number, height: number, dibBytes = 40): Buffer {
  const bytes = Buffer.alloc(54);
  bytes.write('BM');
  bytes.writeUInt32LE(dibBytes, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  return bytes;
}

describe('the header of a BMP', () => {
  it('says the size, also of rows stored from the top', () => {
    expect(bmpSize(header(640, 480))).toEqual({ width: 640, height: 480 });
    expect(bmpSize(header(640, -480))).toEqual({ width: 640, height: 480 });
  });

  it('says nothing when it is cut off or of the oldest kind', () => {
    expect(bmpSize(header(1, 1).subarray(0, 29))).toBeNull();
    expect(bmpSize(header(1, 1, 12))).toBeNull();
  });
});

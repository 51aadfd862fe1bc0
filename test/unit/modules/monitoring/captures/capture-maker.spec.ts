import sharp from 'sharp';
import { SILHOUETTE } from '../../../../../simulator/employees.js';
import { CaptureMaker } from '../../../../../src/modules/monitoring/captures/capture-maker.js';

const grey = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#888' } });

describe('the picture of a passage', () => {
  const maker = new CaptureMaker();
  const sizeOf = async (jpeg: Buffer | undefined) => {
    const { format, width, height, exif } = await sharp(jpeg).metadata();
    return [format, width, height, exif];
  };

  it('is made anew, upright and without metadata', async () => {
    const exif = { IFD0: { Artist: 'somebody', Orientation: '6' } };
    const taken = await grey(300, 200).jpeg().withExif(exif).withMetadata({ orientation: 6 }).toBuffer();
    expect((await sharp(taken).metadata()).exif).toBeDefined();
    const made = await maker.make(taken);
    expect(await sizeOf(made?.jpeg)).toEqual(['jpeg', 200, 300, undefined]);
    expect(made?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('carries nothing on that came behind it', async () => {
    const made = await maker.make(Buffer.concat([SILHOUETTE, Buffer.from('<script>alert(1)</script>')]));
    expect(made?.jpeg.length).toBeGreaterThan(0);
    expect(made?.jpeg.includes('script')).toBe(false);
  });

  it('is made smaller where it is large, and no larger where it is small', async () => {
    expect(await sizeOf((await maker.make(await grey(4_000, 1_000).jpeg().toBuffer()))?.jpeg)).toEqual([
      'jpeg',
      1_280,
      320,
      undefined,
    ]);
    expect(await sizeOf((await maker.make(SILHOUETTE))?.jpeg)).toEqual(['jpeg', 96, 96, undefined]);
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['the two bytes that begin one', () => Buffer.from([0xff, 0xd8])],
    ['another kind of picture', () => grey(100, 100).png().toBuffer()],
    ['half of one', () => SILHOUETTE.subarray(0, SILHOUETTE.length / 2)],
    ['more pixels than a camera has', () => grey(5_000, 4_000).jpeg().toBuffer()],
    ['a page', () => Buffer.from('<html>')],
  ])('is not made of %s', async (_name, picture) => {
    expect(await maker.make(await picture())).toBeNull();
  });
});

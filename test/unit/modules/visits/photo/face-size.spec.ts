import fc from 'fast-check';
import { faceSize, sizeFault } from '../../../../../src/modules/visits/photo/face-size.js';

const side = fc.integer({ min: 1, max: 5_000 });

describe('the size of a face', () => {
  it.each([
    [49, 500, 'photoTooSmall'],
    [4_001, 4_000, 'photoTooLarge'],
    [1_001, 100, 'photoProportions'],
    [1_000, 100, null],
    [50, 50, null],
  ])('%d × %d: %s', (width, height, fault) => {
    expect(sizeFault({ width, height })).toBe(fault);
  });

  it('is one that every door takes, for every size that is allowed', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        fc.pre(sizeFault({ width, height }) === null);
        const face = faceSize({ width, height });
        for (const length of [face.width, face.height]) {
          expect(length).toBeGreaterThanOrEqual(64);
          expect(length).toBeLessThanOrEqual(640);
        }
        // Proportions are kept to the pixel.
        expect(Math.abs(face.width * height - face.height * width)).toBeLessThanOrEqual(Math.max(width, height));
      }),
    );
  });
});

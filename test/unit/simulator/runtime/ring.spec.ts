import fc from 'fast-check';
import { Ring } from '../../../../simulator/runtime/ring.js';

describe('Ring', () => {
  it('holds the newest, oldest first, and knows every place counted from the first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 30 }), (capacity, count) => {
        const ring = new Ring<number>(capacity);
        const all = Array.from({ length: count }, (_, index) => index);
        for (const item of all) ring.add(item);
        expect(ring.items()).toEqual(all.slice(-capacity));
        expect([ring.added(), ring.dropped()]).toEqual([count, Math.max(0, count - capacity)]);
        const known = Array.from({ length: count + 2 }, (_, index) => ring.at(index));
        expect(known).toEqual([...all.map((item) => (item < ring.dropped() ? undefined : item)), undefined, undefined]);
      }),
    );
  });
});

import { notFound } from '../refusal.js';
import { type Door, type Reader } from './model.js';

/** Doors, each with its terminal and the terminal's readers. */
export class Perimeter {
  private readonly byCode = new Map<string, Door>();

  constructor(doors: Iterable<Door>) {
    for (const door of doors) this.byCode.set(door.doorIndexCode, door);
  }

  all(): Door[] {
    return [...this.byCode.values()];
  }

  /** @throws Refusal 128 */
  get(doorIndexCode: string): Door {
    const door = this.byCode.get(doorIndexCode);
    if (door === undefined) throw notFound('door');
    return door;
  }

  /** A door with its first reader, or a reader with its door. @throws Refusal 128 */
  locate(place: { readerIndexCode: string } | { doorIndexCode: string }): { door: Door; reader: Reader } {
    if ('doorIndexCode' in place) {
      const door = this.get(place.doorIndexCode);
      const reader = door.readers[0];
      if (reader === undefined) throw notFound('reader');
      return { door, reader };
    }
    for (const door of this.all()) {
      const reader = door.readers.find(({ readerIndexCode }) => readerIndexCode === place.readerIndexCode);
      if (reader !== undefined) return { door, reader };
    }
    throw notFound('reader');
  }
}

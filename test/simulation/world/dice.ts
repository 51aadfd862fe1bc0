import { Random } from '../../../src/platform/random/random.js';

/** Everything that is left to chance in one world, from one seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not begin alike.
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
    this.fraction();
  }

  /** At least 0, below 1 (mulberry32). */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  isLucky(share: number): boolean {
    return this.fraction() < share;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.fraction() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** A row of numbers of its own: what one actor draws does not move the others. */
  fork(): Dice {
    return new Dice(this.between(0, 2 ** 31));
  }
}

/** What the product draws. Its ids sort by the time of their making, as version 7 does. */
export class ProductRandom extends Random {
  private made = 0;

  constructor(
    private readonly dice: Dice,
    private readonly nowMs: () => number,
  ) {
    super();
  }

  override bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.dice.between(0, 255)));
  }

  override uuid(): string {
    const time = Math.floor(this.nowMs()).toString(16).padStart(12, '0');
    const order = (this.made++ & 0xfff).toString(16).padStart(3, '0');
    const tail = this.digits(8) + this.digits(7);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-8${tail.slice(0, 3)}-${tail.slice(3)}`;
  }

  override fraction(): number {
    return this.dice.fraction();
  }

  /** Hexadecimal; at most 8. */
  private digits(count: number): string {
    return Math.floor(this.dice.fraction() * 16 ** count)
      .toString(16)
      .padStart(count, '0');
  }
}

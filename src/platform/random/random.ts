import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** The only source of randomness, so that a run can be repeated from its seed. */
export abstract class Random {
  abstract bytes(count: number): Buffer;
  /** Time-ordered (version 7), so that ids made later sort later. */
  abstract uuid(): string;
  /** At least 0, below 1. */
  abstract fraction(): number;
}

export class SystemRandom extends Random {
  override bytes(count: number): Buffer {
    return randomBytes(count);
  }

  override uuid(): string {
    return v7();
  }

  override fraction(): number {
    return Math.random();
  }
}

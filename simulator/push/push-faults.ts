import { seededRandom } from '../runtime/seeded-random.js';

export interface PushFaultSettings {
  /** 0–1: pushes that are never sent and count as delivered. Default 0. */
  readonly lossRate?: number;
  /** 0–1: pushes that are sent a second time once they are delivered. Default 0. */
  readonly duplicateRate?: number;
  /** Each push waits up to half a second of its own, so that they overtake each other. Default false. */
  readonly shuffle?: boolean;
  /** Every push waits this long. Default 0. */
  readonly delayMs?: number;
}

const NONE = { lossRate: 0, duplicateRate: 0, shuffle: false, delayMs: 0 };
const SHUFFLE_SPREAD_MS = 500;

/** The trouble pushes meet on their way, the same for the same seed. */
export class PushFaults {
  private current: Required<PushFaultSettings> = NONE;
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** What is not given goes back to its default. @throws RangeError for a rate outside 0–1 or a negative delay */
  set(settings: PushFaultSettings): void {
    const wanted = { ...NONE, ...settings };
    const isRate = (rate: number): boolean => rate >= 0 && rate <= 1;
    if (!isRate(wanted.lossRate) || !isRate(wanted.duplicateRate)) throw new RangeError('a rate is from 0 to 1');
    if (!(wanted.delayMs >= 0)) throw new RangeError('a delay is not negative');
    this.current = wanted;
  }

  settings(): Required<PushFaultSettings> {
    return this.current;
  }

  isLost(): boolean {
    return this.isHit(this.current.lossRate);
  }

  isDoubled(): boolean {
    return this.isHit(this.current.duplicateRate);
  }

  waitMs(): number {
    const { delayMs, shuffle } = this.current;
    return delayMs + (shuffle ? Math.floor(this.random() * SHUFFLE_SPREAD_MS) : 0);
  }

  private isHit(rate: number): boolean {
    return rate > 0 && this.random() < rate;
  }
}

import { type Dice } from '../../simulation/world/dice.js';
import { type HikCentralProcess } from './hikcentral-process.js';

/** Readers of the default perimeter: in, and out twice. */
const READERS = ['1', '2', '3'];
const MOST_IN_A_CROWD = 40;
/** Device times before the record: uploaded late, and read all the same. */
const LATE_MS = 240_000;

/** Beyond any look back: only the look for late ones finds them. */
export const HIDDEN_MS = 75_000;

/** Troubles of the list of events: nothing of it comes in order, once, or in time. */
export const TROUBLES = {
  listedTwiceShare: 0.02,
  recordedTwiceShare: 0.02,
  reorderByMs: 15_000,
  visibleInMs: { min: 0, max: 8_000 },
  betweenPagesShare: 0.02,
} as const;
export const PUSH_TROUBLES = { lossRate: 0.9, duplicateRate: 0.3, shuffle: true } as const;

/** People at readers, guests among others. */
export class Crowd {
  constructor(
    private readonly hikcentral: HikCentralProcess,
    private readonly codes: readonly string[],
    private readonly dice: Dice,
  ) {}

  /** @returns how many walked, about as many as wanted */
  async walk(wanted: number): Promise<number> {
    let walked = 0;
    while (walked < wanted) {
      const count = Math.min(this.dice.between(1, MOST_IN_A_CROWD), wanted - walked);
      const isLate = this.dice.isLucky(0.1);
      await this.hikcentral.do('walk-many', {
        readerIndexCode: this.dice.pick(READERS),
        count,
        // The rest are employees.
        ...(this.dice.isLucky(0.7) && { personCodes: Array.from({ length: count }, () => this.dice.pick(this.codes)) }),
        ...(isLate && { lateByMs: this.dice.between(1_000, LATE_MS) }),
      });
      walked += count;
    }
    return walked;
  }
}

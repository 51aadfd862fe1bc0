import { type ProcessClock } from './process-clock.js';

/** Where a process can be made to die: between any two of its effects on the world. */
export const CRASH_POINTS = ['before-commit', 'after-commit', 'before-send', 'after-send', 'answer'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** One process from its start to its end. */
export class Life {
  private doom: { readonly point: CrashPoint; left: number } | null = null;
  private hasEnded = false;
  private isCut = false;

  constructor(
    readonly clock: ProcessClock,
    private readonly onEnd: () => void,
  ) {}

  /** Its connections to the database break, and no new one is made. */
  get isDatabaseCut(): boolean {
    return this.isCut;
  }

  set isDatabaseCut(isCut: boolean) {
    this.isCut = isCut;
    this.clock.stir();
  }

  get isOver(): boolean {
    return this.hasEnded;
  }

  /** Passes a point; false: it was the last one. */
  survives(point: CrashPoint): boolean {
    this.reach(point);
    return !this.hasEnded;
  }

  /** Dies the `left`-th time it comes by there. */
  doomAt(point: CrashPoint, left: number): void {
    this.doom = { point, left };
  }

  reach(point: CrashPoint): void {
    if (this.doom?.point !== point) return;
    this.doom.left -= 1;
    if (this.doom.left <= 0) this.end();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.clock.die();
    this.onEnd();
  }

  deliver(action: () => void): void {
    this.clock.deliver(action);
  }
}

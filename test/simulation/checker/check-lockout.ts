import { type Agreed, isOver } from './agreed-book.js';
import { givenWithinMs } from './allowed-times.js';
import { type CheckParts } from './check-parts.js';
import { doorsOf } from './doors-seen.js';
import { type Wishes } from './wishes.js';

/** Agreed so long before, a guest gets in from `validFrom` on (I12). */
const READY_AFTER_MS = 30 * 60_000;

/** Whoever should get in and does not (I12). */
export class CheckLockout {
  constructor(
    private readonly parts: CheckParts,
    private readonly wishes: Wishes,
  ) {}

  check(agreed: Agreed, passedMs: number): void {
    const { book, seen, settings, tampering, measure } = this.parts;
    const { view, changedAtMs, toldAtMs } = agreed;
    const readyAtMs = Math.min(changedAtMs + READY_AFTER_MS, book.promiseOf(view.id) ?? Infinity);
    if (!this.isDue(agreed, readyAtMs) || this.wishes.mayHaveLeft(agreed)) return;
    const code = view.access.personCode;
    // Whether this guest has one by now was not asked yet.
    if (code === null && toldAtMs < readyAtMs) return;
    if (code !== null && tampering.isFresh(code)) return;
    for (const doorId of view.accessLevelIds.flatMap(doorsOf)) {
      if (!seen.isOnline(doorId)) continue;
      const isWrong = code === null || !seen.admits(doorId, code);
      const wrong = { invariant: 'I12', kind: 'lockout', key: `visit ${view.id} door ${doorId}`, isWrong };
      measure(wrong, passedMs, givenWithinMs(settings));
    }
  }

  private isDue({ view }: Agreed, readyAtMs: number): boolean {
    const { nowMs, settings } = this.parts;
    const atMs = nowMs();
    return (
      !isOver(view) &&
      view.hasPhoto &&
      atMs >= readyAtMs &&
      atMs >= view.validFrom.getTime() + settings.skewMs &&
      atMs < view.validTo.getTime() - settings.skewMs
    );
  }
}

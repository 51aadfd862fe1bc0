import { type Agreed, isOver } from './agreed-book.js';
import { type CheckParts } from './check-parts.js';
import { foldPassages } from './fold-passages.js';

/** Which visits want their guest let in, by what the API said and what the doors saw. */
export class Wishes {
  constructor(private readonly parts: CheckParts) {}

  /** By its passages alone this visit is over, and we had the time to read them. */
  private hasLeft({ view, hasMoved, wasCheckedInByHand }: Agreed): boolean {
    if (view.exitPolicy !== 'first_exit' || hasMoved || wasCheckedInByHand) return false;
    if (this.parts.book.ofGuest(view.guest.id).length > 1) return false;
    const fromMs = Math.max(view.createdAt.getTime(), view.validFrom.getTime() - this.parts.settings.earlyMs);
    return this.parts.passages
      .of(this.parts.book.codesOf(view.guest.id))
      .some(
        ({ isExit, atMs, visibleAtMs }) =>
          isExit &&
          atMs > fromMs &&
          this.parts.troubles.wellBy(visibleAtMs, this.parts.passages.readWithinMs) <= this.parts.nowMs(),
      );
  }

  /** The guest's own passages may have ended it, and the API was not asked since. */
  mayHaveLeft({ view, toldAtMs }: Agreed): boolean {
    const { skewMs, rules } = this.parts.settings;
    const nowMs = this.parts.nowMs();
    const passages = this.parts.passages.of(this.parts.book.codesOf(view.guest.id));
    if (passages.length === 0) return false;
    const terms = {
      validFromMs: view.validFrom.getTime(),
      validToMs: view.validTo.getTime(),
      exitPolicy: view.exitPolicy,
    };
    if (foldPassages(terms, passages, rules, nowMs).endsAtMs <= nowMs + skewMs) return true;
    return passages.some(
      ({ isExit, visibleAtMs }) =>
        isExit && toldAtMs < this.parts.troubles.wellBy(visibleAtMs, this.parts.passages.readWithinMs),
    );
  }

  /** Whether the API knows a visit that wants this now, with the clocks' differences in the guest's favour. */
  isWanted(agreed: Agreed, isCurrent: boolean): boolean {
    const nowMs = this.parts.nowMs();
    const { view } = agreed;
    const { skewMs, earlyMs } = this.parts.settings;
    if (isOver(view) || view.validTo.getTime() + skewMs <= nowMs || this.hasLeft(agreed)) return false;
    return !isCurrent || view.validFrom.getTime() - earlyMs - skewMs <= nowMs;
  }
}

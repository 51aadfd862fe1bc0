import { type Agreed, isOver } from './agreed-book.js';
import { revokedWithinMs } from './allowed-times.js';
import { type CheckParts } from './check-parts.js';
import { doorsOf, GUEST_LEVELS } from './doors-seen.js';
import { type Wishes } from './wishes.js';

/** Whoever is held without a visit that wants it (I1), and ends later than any of them (I2). */
export class CheckExposure {
  /** Codes of who held a level or a copy at a door when they were looked at last. */
  private readonly holders = new Set<string>();

  constructor(
    private readonly parts: CheckParts,
    private readonly wishes: Wishes,
  ) {}

  /** @param endingTogether guests whose access may be on its way out at the same time */
  check(code: string, visits: readonly Agreed[], passedMs: number, endingTogether: number): void {
    const { seen, settings, hikcentral, tampering, measure } = this.parts;
    const person = seen.person(code);
    const hadSomething = this.holders.has(code);
    const hasSomething = seen.holdsAnything(code, person);
    if (hasSomething) this.holders.add(code);
    else this.holders.delete(code);
    // Nothing can be wrong then, and nothing was at the last look; most guests are not here most of the day.
    if (!hasSomething && !hadSomething) return;

    const open = visits.filter((visit) => this.wishes.isWanted(visit, false));
    const present = visits.filter((visit) => this.wishes.isWanted(visit, true));
    const current = withOverlapping(present, open, settings.earlyMs);
    const isExcused = tampering.isFresh(code);
    const allowedMs = revokedWithinMs(settings, endingTogether);
    const wantedLevels = new Set(open.flatMap(({ view }) => view.accessLevelIds));
    const wantedDoors = new Set(current.flatMap(({ view }) => view.accessLevelIds.flatMap(doorsOf)));
    const expose = (what: string, isExposed: boolean): void => {
      const isWrong = isExposed && !isExcused;
      measure({ invariant: 'I1', kind: 'exposure', key: `${code} ${what}`, isWrong }, passedMs, allowedMs);
    };
    const isOfUse = person !== undefined && person.endTimeMs > hikcentral.serverNowMs();
    for (const levelId of GUEST_LEVELS) {
      expose(`level ${levelId}`, isOfUse && seen.isMember(person, levelId) && !wantedLevels.has(levelId));
      for (const doorId of doorsOf(levelId)) {
        const isOpen = seen.isOnline(doorId) && seen.admits(doorId, code) && !tampering.isLeftBehind(doorId, code);
        expose(`door ${doorId}`, isOpen && !wantedDoors.has(doorId));
      }
    }
    if (person === undefined) return;
    const ends = visits.filter(({ view }) => !isOver(view)).map(({ view }) => view.validTo.getTime());
    const isMember = GUEST_LEVELS.some((levelId) => seen.isMember(person, levelId));
    const isTooLong = person.endTimeMs > Math.max(0, ...ends) + settings.skewMs;
    const isWrong = isMember && !isExcused && open.length > 0 && isTooLong;
    measure({ invariant: 'I2', kind: 'wrong-end', key: code, isWrong }, passedMs, allowedMs);
  }
}

/** Visits that overlap are one stay: their levels are joined, from the first one's begin. */
function withOverlapping(current: readonly Agreed[], open: readonly Agreed[], earlyMs: number): readonly Agreed[] {
  const joined = new Set(current);
  for (let before = -1; before !== joined.size;) {
    before = joined.size;
    const endsMs = Math.max(0, ...[...joined].map(({ view }) => view.validTo.getTime()));
    for (const visit of open) if (visit.view.validFrom.getTime() - earlyMs <= endsMs) joined.add(visit);
  }
  return [...joined];
}

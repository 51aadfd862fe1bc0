import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { type Person } from '../../../simulator/world/model.js';
import { type HikCentral } from '../world/hikcentral.js';
import { type AgreedBook, isOver } from './agreed-book.js';
import { doorsOf, type DoorsSeen } from './doors-seen.js';
import { type Tampering } from './tampering.js';

/** A change behind our back is noticed by the next comparison, not before. */
const SINCE_CLAIM_MS = 60_000;
/** Ours and HikCentral's, each wrong by less than what raises an alarm. */
const CLOCKS_APART_MS = 20_000;

/** Was what the API says of a visit's access true when it was said? */
export class ClaimCheck {
  constructor(
    private readonly hikcentral: HikCentral,
    private readonly seen: DoorsSeen,
    private readonly book: AgreedBook,
    private readonly tampering: Tampering,
  ) {}

  /** null: true, or made untrue behind our back since. */
  lieOf(view: VisitView, _nowMs: number): string | null {
    const { status, personCode } = view.access;
    if (personCode === null || (status !== 'granted' && status !== 'revoked')) return null;
    const person = this.seen.person(personCode);
    const lie = status === 'granted' ? this.isNotGranted(view, person) : this.isNotRevoked(view, person, personCode);
    if (lie === null) return null;
    const saidAt = status === 'granted' ? view.access.grantedAt : view.access.revokedAt;
    return this.isExcused(personCode, (saidAt?.getTime() ?? 0) - SINCE_CLAIM_MS) ? null : lie;
  }

  private isNotGranted(view: VisitView, person: Person | undefined): string | null {
    if (person === undefined) return 'there is no such person';
    for (const levelId of view.accessLevelIds) {
      if (!this.seen.isMember(person, levelId)) return `no member of level ${levelId}`;
      for (const doorId of doorsOf(levelId)) {
        if (!this.seen.isApplied(doorId, person.personId)) return `not applied at door ${doorId}`;
      }
    }
    return null;
  }

  private isNotRevoked(view: VisitView, person: Person | undefined, code: string): string | null {
    // What is still being taken is held for the visit that ended last, and said of that one.
    const others = this.book
      .ofGuest(view.guest.id)
      .filter(({ view: other }) => other.id !== view.id && (!isOver(other) || other.access.status === 'revoking'));
    const kept = new Set(others.flatMap(({ view: other }) => other.accessLevelIds));
    const keptDoors = new Set([...kept].flatMap(doorsOf));
    // Clocks that are so little apart are nobody's fault: by ours the end that the doors have is over.
    const nowMs = this.hikcentral.serverNowMs() + CLOCKS_APART_MS;
    for (const levelId of view.accessLevelIds) {
      if (kept.has(levelId)) continue;
      const isHeld = person !== undefined && person.endTimeMs > nowMs;
      if (isHeld && this.seen.isMember(person, levelId)) return `still a member of level ${levelId}`;
      const open = doorsOf(levelId).find(
        (doorId) =>
          !keptDoors.has(doorId) && this.seen.holds(doorId, code, nowMs) && !this.tampering.isLeftBehind(doorId, code),
      );
      if (open !== undefined) return `still at door ${open}`;
    }
    return null;
  }

  private isExcused(code: string, sinceMs: number): boolean {
    const touchedAtMs = this.tampering.touchedAt(code);
    return touchedAtMs !== null && touchedAtMs >= sinceMs && this.tampering.isFresh(code);
  }
}

import { type AccessHold, type GuestStay } from '../../../../contracts/ports/guest-stays.js';
import { type SeenPassage } from './incident.js';

/** Clocks of doors may be off by this much before there is an alarm. */
const CLOCKS_AGREE_WITHIN_MS = 10_000;

/** A stretch in which somebody was inside without being seen to leave. */
export interface Spell {
  readonly visitId: string;
  readonly from: Date;
  /** null: it goes on. */
  readonly to: Date | null;
}

/** What is known of one guest, and what follows from it. Order and repetition of the passages do not matter. */
export class GuestStory {
  readonly passages: readonly SeenPassage[];
  private readonly moves: readonly SeenPassage[];

  constructor(
    readonly stays: readonly GuestStay[],
    passages: readonly SeenPassage[],
    private readonly holds: readonly AccessHold[],
  ) {
    this.passages = inOrder(passages);
    this.moves = this.passages.filter(({ result }) => result === 'granted');
  }

  /** The visit during which the guest was inside at a passage, by what the doors told before it. */
  insideAt(passage: SeenPassage): GuestStay | null {
    const stay = this.stays.find((one) => lasts(one, passage.occurredAt));
    if (stay === undefined) return null;
    const before = this.moves.findLast((move) => compare(move, passage) < 0 && lasts(stay, move.occurredAt));
    return before?.direction === 'exit' ? null : stay;
  }

  /** The visit that gave a right to go in then, also when the guest had not come yet. */
  rightAt(at: Date): GuestStay | null {
    if (this.isHeld(at)) return null;
    return this.stays.find((stay) => early(stay.opensAt) <= at && at <= late(rightEndsAt(stay))) ?? null;
  }

  /** The last visit whose right had ended by then. */
  endedBefore(at: Date): GuestStay | null {
    const ended = this.stays.filter((stay) => rightEndsAt(stay) < at);
    return ended.sort((one, other) => rightEndsAt(other).getTime() - rightEndsAt(one).getTime())[0] ?? null;
  }

  /** A person had ended this guest's access. */
  isHeld(at: Date): boolean {
    return this.holds.some(({ from, to }) => late(from) < at && (to === null || at < to));
  }

  /** The exit by which a visit began, where that is how it began. */
  exitThatBegan({ checkedInAt }: GuestStay): SeenPassage | null {
    if (checkedInAt === null) return null;
    const first = this.moves.find(({ occurredAt }) => occurredAt.getTime() === checkedInAt.getTime());
    return first?.direction === 'exit' ? first : null;
  }

  spellsOf(stay: GuestStay): readonly Spell[] {
    const { visitId, checkedInAt, insideUntil } = stay;
    if (checkedInAt === null) return [];
    const spells: Spell[] = [];
    let from: Date | null = checkedInAt;
    for (const { direction, occurredAt } of this.moves.filter((move) => lasts(stay, move.occurredAt))) {
      if (direction !== 'exit') from ??= occurredAt;
      else if (from !== null) {
        spells.push({ visitId, from, to: occurredAt });
        from = null;
      }
    }
    return from === null ? spells : [...spells, { visitId, from, to: insideUntil }];
  }
}

/** By `(occurredAt, eventId)`, as visits fold them. */
function inOrder(passages: readonly SeenPassage[]): readonly SeenPassage[] {
  const distinct = new Map(passages.map((passage) => [identityOf(passage), passage]));
  return [...distinct.values()].sort(compare);
}

function compare(one: SeenPassage, other: SeenPassage): number {
  const [a, b] = [identityOf(one), identityOf(other)];
  return one.occurredAt.getTime() - other.occurredAt.getTime() || (a < b ? -1 : a > b ? 1 : 0);
}

export function identityOf({ serverId, eventId }: SeenPassage): string {
  return `${serverId}:${eventId}`;
}

function lasts({ checkedInAt, insideUntil }: GuestStay, at: Date): boolean {
  return checkedInAt !== null && checkedInAt <= at && (insideUntil === null || at <= insideUntil);
}

function rightEndsAt({ validTo, endedAt }: GuestStay): Date {
  return endedAt !== null && endedAt < validTo ? endedAt : validTo;
}

function early(at: Date): Date {
  return new Date(at.getTime() - CLOCKS_AGREE_WITHIN_MS);
}

function late(at: Date): Date {
  return new Date(at.getTime() + CLOCKS_AGREE_WITHIN_MS);
}

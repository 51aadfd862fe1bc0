import {
  type AccessHold,
  AccessHolds,
  type GuestSince,
  type GuestStay,
  GuestStays,
} from '../../../../../../src/contracts/ports/guest-stays.js';
import { FindIncidents } from '../../../../../../src/modules/monitoring/incidents/application/find-incidents.js';
import { type FaceFailure } from '../../../../../../src/modules/monitoring/incidents/domain/door-findings.js';
import {
  type Finding,
  type IncidentKind,
  type IncidentState,
  type SeenPassage,
} from '../../../../../../src/modules/monitoring/incidents/domain/incident.js';
import { type DoorSpan } from '../../../../../../src/modules/monitoring/incidents/domain/look-spans.js';
import { type IncidentRepository } from '../../../../../../src/modules/monitoring/incidents/persistence/incident.repository.js';
import { IncidentSources } from '../../../../../../src/modules/monitoring/incidents/persistence/incident-sources.js';
import { type Settings } from '../../../../../../src/config/settings.js';
import { foldVisit } from '../../../../../../src/modules/visits/domain/fold-visit.js';
import { type VisitTerms } from '../../../../../../src/modules/visits/domain/visit-facts.js';
import { type Transaction } from '../../../../../../src/platform/database/transaction.js';
import { SystemRandom } from '../../../../../../src/platform/random/random.js';
import { ManualClock } from '../../../../../support/manual-clock.js';
import { someSettings } from '../../../../../support/settings.js';

const DAY_MS = 24 * 3_600_000;

export interface WorldVisit extends VisitTerms {
  readonly visitId: string;
  readonly guestId: string;
}

interface Row extends Finding {
  state: IncidentState;
}

/** Passages in memory, as `SqlIncidentSources` reads them. */
class KnownSources extends IncidentSources {
  readonly passages = new Map<string, SeenPassage>();

  override takeTurn(): Promise<Date | null> {
    return Promise.resolve(null);
  }

  override keepStaysSeenTo(): Promise<void> {
    return Promise.resolve();
  }

  override letInBetween(): Promise<readonly GuestSince[]> {
    return Promise.resolve([]);
  }

  override passagesSince(
    _tx: Transaction,
    guests: readonly GuestSince[],
    backMs: number,
  ): Promise<readonly SeenPassage[]> {
    return Promise.resolve(guests.flatMap((guest) => this.from(guest, backMs)));
  }

  override faceFailures(_tx: Transaction, spans: readonly DoorSpan[]): Promise<readonly FaceFailure[]> {
    const failures = [...this.passages.values()].filter(
      ({ result, doorId, occurredAt }) =>
        result === 'face_mismatch' &&
        spans.some((span) => span.doorId === doorId && span.from <= occurredAt && occurredAt <= span.to),
    );
    return Promise.resolve(failures);
  }

  private from({ guestId, since }: GuestSince, backMs: number): SeenPassage[] {
    const own = [...this.passages.values()].filter((passage) => passage.guestId === guestId);
    const sinceMs = since.getTime() - backMs;
    const exits = own
      .filter(({ result, direction }) => result === 'granted' && direction === 'exit')
      .map(({ occurredAt }) => occurredAt.getTime())
      .filter((atMs) => atMs < sinceMs);
    const first = exits.length > 0 ? Math.max(...exits) : sinceMs - 31 * DAY_MS;
    return own.filter(({ occurredAt }) => occurredAt.getTime() >= first);
  }
}

/** Visits as the fold of the passages that have arrived. */
class FoldedStays extends GuestStays {
  constructor(
    private readonly visits: readonly WorldVisit[],
    private readonly known: ReadonlyMap<string, SeenPassage>,
    private readonly now: Date,
    private readonly settings: Settings,
  ) {
    super();
  }

  override ofGuests(_tx: Transaction, guestIds: readonly string[]): Promise<readonly GuestStay[]> {
    const own = this.visits.filter(({ guestId }) => guestIds.includes(guestId));
    return Promise.resolve(own.map((visit) => this.stay(visit)));
  }

  override checkedInBetween(): Promise<readonly GuestSince[]> {
    return Promise.resolve([]);
  }

  private stay(visit: WorldVisit): GuestStay {
    const { visitId, guestId, validFrom, validTo } = visit;
    const opensAt = new Date(validFrom.getTime() - this.settings.earlyArrivalMs);
    const lastAt = validTo.getTime() + this.settings.autoCloseGraceMs;
    const own = [...this.known.values()].filter(
      (one) => one.guestId === guestId && one.occurredAt >= opensAt && one.occurredAt.getTime() <= lastAt,
    );
    const facts = own.map((one) => ({ ...one, kind: 'passage' as const, eventId: `${one.serverId}:${one.eventId}` }));
    const { checkedInAt, endedAt, checkedOutAt } = foldVisit(visit, facts, this.now, this.settings);
    return { visitId, guestId, opensAt, validTo, checkedInAt, endedAt, insideUntil: checkedOutAt };
  }
}

class NoHolds extends AccessHolds {
  override ofGuests(): Promise<readonly AccessHold[]> {
    return Promise.resolve([]);
  }
}

/** The real verb beside visits, passages and incidents in memory. */
export class IncidentWorld {
  readonly rows = new Map<string, Row>();
  private readonly sources = new KnownSources();
  private readonly find: FindIncidents;

  constructor(visits: readonly WorldVisit[], now: Date) {
    const settings = someSettings({ workingHours: [{ days: [0, 1, 2, 3, 4], fromMinute: 480, toMinute: 1_200 }] });
    const stays = new FoldedStays(visits, this.sources.passages, now, settings);
    const { sources } = this;
    const clock = new ManualClock(now);
    this.find = new FindIncidents(stays, new NoHolds(), sources, this.incidents(), settings, clock, new SystemRandom());
  }

  async arrive(passages: readonly SeenPassage[]): Promise<void> {
    for (const passage of passages) this.sources.passages.set(passage.eventId, passage);
    await this.look(passages);
  }

  async look(passages: readonly SeenPassage[]): Promise<void> {
    const guests = passages.map(({ guestId, occurredAt }) => ({ guestId, since: occurredAt }));
    const doors = passages
      .filter(({ result }) => result === 'face_mismatch')
      .map(({ serverId, doorId, occurredAt }): DoorSpan => ({ serverId, doorId, from: occurredAt, to: occurredAt }));
    await this.find.run({ pendingEvents: [] } as unknown as Transaction, { guests, doors });
  }

  /** Kinds and what they are about: which incidents there are. */
  standing(): readonly string[] {
    const standing = [...this.rows.values()].filter(({ state }) => state === 'open');
    return standing.map(({ kind, about }) => `${kind} ${about}`).sort();
  }

  private incidents(): IncidentRepository {
    const keyOf = ({ kind, about }: Finding): string => `${kind} ${about}`;
    const raised: Pick<IncidentRepository, 'raise' | 'withdraw'> = {
      raise: (_tx, findings) => {
        for (const finding of findings) {
          const known = this.rows.get(keyOf(finding));
          if (known === undefined) this.rows.set(keyOf(finding), { ...finding, state: 'open' });
          else known.state = 'open';
        }
        return Promise.resolve([]);
      },
      withdraw: (_tx, guests, kinds: readonly IncidentKind[], found) => {
        const keys = new Set(found.map(keyOf));
        for (const row of this.rows.values()) {
          const guest = guests.find(({ guestId }) => guestId === row.guestId);
          const wasLookedFor = guest !== undefined && row.occurredAt >= guest.since && kinds.includes(row.kind);
          if (wasLookedFor && !keys.has(keyOf(row))) row.state = 'withdrawn';
        }
        return Promise.resolve([]);
      },
    };
    return raised as IncidentRepository;
  }
}

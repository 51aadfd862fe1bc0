import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings.js';
import { AccessHolds, type GuestSince, GuestStays } from '../../../../contracts/ports/guest-stays.js';
import { publish } from '../../../../contracts/events/publish.js';
import { Clock } from '../../../../platform/clock/clock.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { type Cause } from '../../../../platform/event-log/event-envelope.js';
import { Random } from '../../../../platform/random/random.js';
import { FACE_MISMATCH_EVENT_TYPES } from '../../../hikcentral-gateway/index.js';
import { doorFindings } from '../domain/door-findings.js';
import { guestFindings, REPEATED_WITHIN_MS, WITHDRAWN_KINDS } from '../domain/guest-findings.js';
import { GuestStory } from '../domain/guest-story.js';
import { type Finding, type Incident } from '../domain/incident.js';
import { aroundEach, type DoorSpan } from '../domain/look-spans.js';
import { WorkingTime } from '../domain/working-time.js';
import { IncidentRepository } from '../persistence/incident.repository.js';
import { IncidentSources } from '../persistence/incident-sources.js';
import { aboutIncident, visitsOf } from './incident-event.js';

const DAY_MS = 24 * 3_600_000;
const BY_TIME: Cause = { kind: 'time', ref: null };

/** Where something happened. */
export interface Look {
  readonly guests: readonly GuestSince[];
  readonly doors: readonly DoorSpan[];
}

/**
 * Compares what is known of some guests and doors with the incidents there are: raises what is missing, and withdraws
 * what is no more. Looking twice, too late or at too much changes nothing. The same statements whatever their number.
 */
@Injectable()
export class FindIncidents {
  private readonly workingTime: WorkingTime;

  constructor(
    private readonly stays: GuestStays,
    private readonly holds: AccessHolds,
    private readonly sources: IncidentSources,
    private readonly incidents: IncidentRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.workingTime = new WorkingTime(settings.workingHours, settings.siteTimeZone);
  }

  /** @param tx has the turn (`IncidentSources.takeTurn`) */
  async run(tx: Transaction, { guests, doors }: Look): Promise<void> {
    const now = this.clock.now();
    const lookedAt = wholeDays(guests);
    const ofGuests = lookedAt.length === 0 ? [] : await this.ofGuests(tx, lookedAt, now);
    const ofDoors = doors.length === 0 ? [] : await this.ofDoors(tx, doors);
    await this.raise(tx, [...ofGuests, ...ofDoors], now);
    if (lookedAt.length > 0) await this.withdraw(tx, lookedAt, ofGuests, now);
  }

  private async ofGuests(tx: Transaction, guests: readonly GuestSince[], now: Date): Promise<readonly Finding[]> {
    const guestIds = guests.map(({ guestId }) => guestId);
    // A door's clock may be ahead, and its passages with it.
    const stays = groupByGuest(await this.stays.ofGuests(tx, guestIds, new Date(now.getTime() + DAY_MS)));
    const holds = groupByGuest(await this.holds.ofGuests(tx, guestIds));
    const passages = groupByGuest(await this.sources.passagesSince(tx, guests, REPEATED_WITHIN_MS));
    const rules = { longStayMs: this.settings.longStayMs, workingTime: this.workingTime };
    return guests.flatMap(({ guestId, since }) => {
      const story = new GuestStory(stays.get(guestId) ?? [], passages.get(guestId) ?? [], holds.get(guestId) ?? []);
      return guestFindings(story, rules, now).filter(({ occurredAt }) => occurredAt >= since);
    });
  }

  private async ofDoors(tx: Transaction, doors: readonly DoorSpan[]): Promise<readonly Finding[]> {
    return doorFindings(await this.sources.faceFailures(tx, aroundEach(doors), FACE_MISMATCH_EVENT_TYPES));
  }

  private async raise(tx: Transaction, findings: readonly Finding[], now: Date): Promise<void> {
    if (findings.length === 0) return;
    const ids = findings.map(() => this.random.uuid());
    for (const incident of await this.incidents.raise(tx, findings, ids, now)) {
      const data = { ...aboutIncident(incident), occurredAt: incident.occurredAt.toISOString() };
      publish(tx, 'monitoring.incident-raised.v1', data, { visitIds: visitsOf(incident), ...causeOf(incident) });
    }
  }

  private async withdraw(
    tx: Transaction,
    lookedAt: readonly GuestSince[],
    found: readonly Finding[],
    now: Date,
  ): Promise<void> {
    for (const incident of await this.incidents.withdraw(tx, lookedAt, WITHDRAWN_KINDS, found, now)) {
      publish(tx, 'monitoring.incident-withdrawn.v1', aboutIncident(incident), { visitIds: visitsOf(incident) });
    }
  }
}

/** The earliest of each guest, from the beginning of its day on: what is counted by the day is seen whole. */
function wholeDays(guests: readonly GuestSince[]): readonly GuestSince[] {
  const earliest = new Map<string, number>();
  for (const { guestId, since } of guests) {
    earliest.set(guestId, Math.min(since.getTime(), earliest.get(guestId) ?? Infinity));
  }
  return [...earliest].map(([guestId, sinceMs]) => ({ guestId, since: new Date(sinceMs - (sinceMs % DAY_MS)) }));
}

function groupByGuest<T extends { readonly guestId: string }>(known: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of known) {
    const own = groups.get(one.guestId);
    if (own === undefined) groups.set(one.guestId, [one]);
    else own.push(one);
  }
  return groups;
}

function causeOf({ kind, passageId }: Incident): { readonly cause?: Cause } {
  if (kind === 'long_stay') return { cause: BY_TIME };
  return passageId === null ? {} : { cause: { kind: 'passage', ref: passageId } };
}

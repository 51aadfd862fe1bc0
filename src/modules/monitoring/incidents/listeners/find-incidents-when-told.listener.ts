import { Injectable } from '@nestjs/common';
import { type EventOf, TypedConsumer } from '../../../../contracts/events/typed-consumer.js';
import { type GuestSince } from '../../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { FindIncidents } from '../application/find-incidents.js';
import { type DoorSpan } from '../domain/look-spans.js';
import { IncidentRepository } from '../persistence/incident.repository.js';
import { IncidentSources } from '../persistence/incident-sources.js';

const NAMES = [
  'monitoring.passage-recorded.v1',
  'monitoring.foreign-faces-refused.v1',
  'visits.passage-attached.v1',
  'visits.passage-detached.v1',
  'visits.visit-checked-in.v1',
  'visits.visit-ended.v1',
  'monitoring.passages-moved.v1',
  'access-control.access-suspended.v1',
] as const;
type Told = (typeof NAMES)[number];

/**
 * Looks for incidents wherever something happened at a door or to a visit. An event only says where to look, so it does
 * not matter that visits learn of a passage a moment before or after us: their event makes us look again.
 */
@Injectable()
export class FindIncidentsWhenTold extends TypedConsumer<Told> {
  override readonly name = 'monitoring.find-incidents';
  override readonly events = NAMES;

  constructor(
    private readonly findIncidents: FindIncidents,
    private readonly incidents: IncidentRepository,
    private readonly sources: IncidentSources,
  ) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Told>[]): Promise<void> {
    await this.sources.takeTurn(tx);
    const merges = events.flatMap((event) => (event.name === 'monitoring.passages-moved.v1' ? [event.data] : []));
    if (merges.length > 0) await this.incidents.mergeGuests(tx, merges);
    await this.findIncidents.run(tx, { guests: events.flatMap(guestsOf), doors: events.flatMap(doorsOf) });
  }
}

function guestsOf(event: EventOf<Told>): GuestSince[] {
  switch (event.name) {
    case 'monitoring.foreign-faces-refused.v1':
      return [];
    case 'monitoring.passages-moved.v1': {
      const times = event.data.unattached.map(({ occurredAt }) => Date.parse(occurredAt));
      return [{ guestId: event.data.guestId, since: new Date(Math.min(event.at.getTime(), ...times)) }];
    }
    case 'access-control.access-suspended.v1':
      return [{ guestId: event.data.guestId, since: event.at }];
    default:
      return [{ guestId: event.data.guestId, since: new Date(event.data.occurredAt) }];
  }
}

function doorsOf(event: EventOf<Told>): DoorSpan[] {
  if (event.name === 'monitoring.foreign-faces-refused.v1') {
    const { serverId, refused } = event.data;
    return refused.map(({ doorId, from, to }) => ({ serverId, doorId, from: new Date(from), to: new Date(to) }));
  }
  if (event.name !== 'monitoring.passage-recorded.v1' || event.data.result !== 'face_mismatch') return [];
  const { serverId, doorId, occurredAt } = event.data;
  return [{ serverId, doorId, from: new Date(occurredAt), to: new Date(occurredAt) }];
}

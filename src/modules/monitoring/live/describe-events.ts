import { Injectable } from '@nestjs/common';
import { GuestDirectory, type KnownGuest } from '../../../contracts/ports/guest-directory.js';
import { type BoardVisit, VisitBoard } from '../../../contracts/ports/visit-board.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type EventEnvelope } from '../../../platform/event-log/event-envelope.js';
import { showLiveAlert, showLiveVisit } from '../api/live.response.js';
import { showPassage } from '../api/passage.response.js';
import { PassagesById } from '../persistence/passages-by-id.js';
import { type PassageAtDoor } from '../persistence/passage.repository.js';
import { eventFrame, idOf, type LiveEntry } from './live-entry.js';
import { type LiveTopics, topicsOf } from './live-topics.js';

/** What is told here was stored just now. */
const LONG_AGO = new Date(0);

interface Told {
  readonly event: EventEnvelope;
  readonly topics: LiveTopics;
}

/** What the events speak of, as it is now: an event carries ids, and whoever watches wants names. */
interface Known {
  readonly visits: ReadonlyMap<string, BoardVisit>;
  readonly passages: ReadonlyMap<string, PassageAtDoor>;
  readonly guests: ReadonlyMap<string, KnownGuest>;
  readonly now: Date;
}

/** Makes of events of the log what those who watch are sent: three queries, however many events. */
@Injectable()
export class DescribeEvents {
  constructor(
    private readonly board: VisitBoard,
    private readonly guests: GuestDirectory,
    private readonly passages: PassagesById,
    private readonly clock: Clock,
  ) {}

  async run(tx: Transaction, epoch: number, events: readonly EventEnvelope[]): Promise<readonly LiveEntry[]> {
    const told = events.flatMap((event) => {
      const topics = topicsOf(event);
      return topics === null ? [] : [{ event, topics }];
    });
    if (told.length === 0) return [];
    const known = await this.look(tx, told);
    return told.flatMap((one) => entryOf(one, epoch, known) ?? []);
  }

  private async look(tx: Transaction, told: readonly Told[]): Promise<Known> {
    const passages = await this.passages.find(
      tx,
      distinct(told.map(({ topics }) => topics.passage?.passageId ?? topics.alert?.passageId)),
    );
    const visits = await this.board.visitsById(tx, distinct(told.flatMap(({ topics }) => visitIdsOf(topics))));
    const guests = await this.guests.guestsById(
      tx,
      distinct([
        ...[...passages.values()].map(({ guestId }) => guestId),
        ...told.map(({ topics }) => topics.alert?.guestId),
      ]),
    );
    return { visits, passages, guests, now: this.clock.now() };
  }
}

/**
 * The last of an event's frames carries its id: a cut between two sends both again rather than none.
 * @returns null when all it speaks of is gone
 */
function entryOf({ event, topics }: Told, epoch: number, known: Known): LiveEntry | null {
  const shown = shownOf(event, topics, known);
  const last = shown.length - 1;
  if (last < 0) return null;
  const position = BigInt(event.position);
  const id = idOf({ epoch, position });
  const frames = shown.map(([name, data], index) => eventFrame(name, data, index === last ? id : null));
  return { position, frame: Buffer.from(frames.join('')), hosts: hostsOf(topics, known) };
}

function shownOf(
  { name, at }: EventEnvelope,
  { visitId, passage, alert }: LiveTopics,
  { visits, passages, guests, now }: Known,
): (readonly [string, unknown])[] {
  const shown: (readonly [string, unknown])[] = [];
  const visit = visits.get(visitId ?? '');
  if (visit !== undefined) shown.push(['visit', showLiveVisit(visit, name, at, now)]);
  const recorded = passages.get(passage?.passageId ?? '');
  if (passage !== null && recorded !== undefined) {
    const guest = guests.get(recorded.guestId) ?? null;
    // Which visit it belongs to is written beside the passage a moment after it was found out.
    shown.push([
      'passage',
      showPassage({ ...recorded, guest, visitId: passage.visitId ?? recorded.visitId }, LONG_AGO),
    ]);
  }
  if (alert !== null) shown.push(['alert', showLiveAlert(alert, at, guests.get(alert.guestId ?? '') ?? null)]);
  return shown;
}

/** A host sees what belongs to a visit of theirs, and nothing that belongs to none. */
function hostsOf(topics: LiveTopics, { visits }: Known): readonly string[] {
  return distinct(visitIdsOf(topics).map((id) => visits.get(id ?? '')?.hostEmail.toLowerCase()));
}

function visitIdsOf({ visitId, passage, alert }: LiveTopics): (string | null | undefined)[] {
  return [visitId, passage?.visitId, alert?.visitId];
}

function distinct(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined))];
}

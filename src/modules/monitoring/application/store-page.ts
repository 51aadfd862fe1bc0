import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { CardholderDirectory } from '../../../contracts/ports/guest-directory.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { type DoorEventRead } from '../../hikcentral-gateway/index.js';
import { type Door, directionOf } from '../domain/door-map.js';
import { type ForeignPassage, type Passage, type PassageSource } from '../domain/passage.js';
import { MonitoringMetrics } from '../monitoring.metrics.js';
import { PassageRepository } from '../persistence/passage.repository.js';
import { SeeDoors } from './see-doors.js';

export interface ReadPage {
  readonly serverId: string;
  /** Row of the call ledger: the cause of what is recorded. */
  readonly callId: string;
  /** What rang the read. */
  readonly source: PassageSource;
  readonly events: readonly DoorEventRead[];
  /** Writes down how far reading has come once these events are stored. */
  readonly keep: (tx: Transaction, now: Date) => Promise<void>;
}

/**
 * Stores one page of events and how far that brings the reader, in one transaction and with the same number of statements whatever
 * is on the page. Events that were stored before change nothing.
 *
 * An event is ours when its person code is a cardholder's. Nobody of ours can be missed for being unknown yet: the row
 * of a cardholder, with the code, is committed before the person is sent to HikCentral, so it was there before any door
 * could know the code, and this transaction begins after the event was read.
 */
@Injectable()
export class StorePage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderDirectory,
    private readonly seeDoors: SeeDoors,
    private readonly passages: PassageRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly metrics: MonitoringMetrics,
  ) {}

  /** @returns how many passages of ours were new */
  run(page: ReadPage): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const { serverId, events } = page;
      const now = this.clock.now();
      const guests = await this.guestsOf(tx, page);
      const doors = await this.seeDoors.run(tx, serverId, events);
      const guestOf = ({ personCode }: DoorEventRead): string | undefined => guests.get(personCode ?? '');
      const own = events.flatMap((event) => {
        const guestId = guestOf(event);
        return guestId === undefined ? [] : [this.passage(page, event, guestId, doors.get(event.doorId), now)];
      });
      const foreign = events.filter((event) => guestOf(event) === undefined);
      const stored = await this.storeOwn(tx, own, page.callId);
      const foreignCount = await this.passages.addForeign(
        tx,
        foreign.map((event) => this.foreignPassage(serverId, event, now)),
      );
      if (foreignCount > 0) this.tellRefusedFaces(tx, serverId, foreign);
      await page.keep(tx, now);
      const results = stored.map(({ result }) => result);
      tx.afterCommit(() => this.metrics.pageStored(serverId, results, foreignCount));
      return stored.length;
    });
  }

  private async guestsOf(tx: Transaction, { serverId, events }: ReadPage): Promise<ReadonlyMap<string, string>> {
    const codes = new Set(events.flatMap(({ personCode }) => (personCode === null ? [] : [personCode])));
    return codes.size === 0 ? new Map() : this.cardholders.guestIdsByPersonCode(tx, serverId, [...codes]);
  }

  private async storeOwn(tx: Transaction, passages: readonly Passage[], callId: string): Promise<readonly Passage[]> {
    const ids = await this.passages.add(tx, passages);
    const stored = passages.filter(({ id }) => ids.has(id));
    for (const passage of stored) {
      const { id, serverId, eventId, guestId, doorId, direction, result, occurredAt } = passage;
      publish(
        tx,
        'monitoring.passage-recorded.v1',
        { passageId: id, serverId, eventId, guestId, doorId, direction, result, occurredAt: occurredAt.toISOString() },
        { cause: { kind: 'hikcentral', ref: callId } },
      );
    }
    return stored;
  }

  /** One event for the page: of others nothing is told but where a face was not taken, and when. */
  private tellRefusedFaces(tx: Transaction, serverId: string, events: readonly DoorEventRead[]): void {
    const times = new Map<string, number[]>();
    for (const { result, doorId, occurredAt } of events) {
      if (result === 'face_mismatch') times.set(doorId, [...(times.get(doorId) ?? []), occurredAt.getTime()]);
    }
    if (times.size === 0) return;
    const refused = [...times].map(([doorId, ofDoor]) => {
      const [from, to] = [Math.min(...ofDoor), Math.max(...ofDoor)].map((atMs) => new Date(atMs).toISOString());
      return { doorId, from: String(from), to: String(to) };
    });
    publish(tx, 'monitoring.foreign-faces-refused.v1', { serverId, refused });
  }

  private passage(
    { serverId, source }: ReadPage,
    event: DoorEventRead,
    guestId: string,
    door: Door | undefined,
    receivedAt: Date,
  ): Passage {
    const { eventId, doorId, readerId, result, eventType, occurredAt, recordedAt, pictureUri } = event;
    return {
      id: this.random.uuid(),
      serverId,
      eventId,
      guestId,
      visitId: null,
      doorId,
      readerId,
      direction: directionOf(door, readerId),
      result,
      eventType,
      occurredAt,
      recordedAt,
      receivedAt,
      pictureUri,
      source,
    };
  }

  private foreignPassage(serverId: string, event: DoorEventRead, receivedAt: Date): ForeignPassage {
    const { doorId, eventType, occurredAt } = event;
    const eventKey = this.vault.fingerprint('monitoring.foreign-event', `${serverId}:${event.eventId}`);
    return { eventKey, serverId, doorId, eventType, occurredAt, receivedAt };
  }
}

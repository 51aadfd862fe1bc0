import { Registry } from 'prom-client';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type FeedParts } from '../../../../src/platform/event-log/consumer-feed.js';
import { EventConsumer } from '../../../../src/platform/event-log/event-consumer.js';
import { type EventEnvelope, type PendingEvent } from '../../../../src/platform/event-log/event-envelope.js';
import { EventLogMetrics } from '../../../../src/platform/event-log/event-log.metrics.js';
import { SqlConsumerPositions } from '../../../../src/platform/event-log/sql-consumer-positions.js';
import { type Clock } from '../../../../src/platform/clock/clock.js';
import { type TestPlatform } from '../../../support/platform.js';
import { TestLogger } from '../../../support/test-logger.js';

/** A consumer whose effect is a row per event: what happened twice, or was taken back, shows in the table. */
export class WritingConsumer extends EventConsumer {
  constructor(
    override readonly name: string,
    override readonly events: readonly string[],
    private readonly before: (events: readonly EventEnvelope[], tx: Transaction) => void | Promise<void> = () =>
      undefined,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    for (const { id } of events) {
      await tx.query('INSERT INTO effects (consumer, event_id) VALUES ($1, $2)', [this.name, id]);
    }
    await this.before(events, tx);
  }
}

/** No uniqueness: an effect that happens twice is to be seen, not refused. */
export const CREATE_EFFECTS =
  'CREATE TABLE effects (n bigint GENERATED ALWAYS AS IDENTITY, consumer text, event_id uuid)';

/** Ids of the events a consumer took effect for, in the order in which it did. */
export async function effectsOf({ unitOfWork }: TestPlatform<Clock>, consumer: string): Promise<string[]> {
  const rows = await unitOfWork.read((tx) =>
    tx.query<{ event_id: string }>('SELECT event_id FROM effects WHERE consumer = $1 ORDER BY n', [consumer]),
  );
  return rows.map(({ event_id }) => event_id);
}

export function pending(name: string, data: PendingEvent['data'] = {}, visitIds: string[] = []): PendingEvent {
  return { name, data, visitIds, cause: { kind: 'system', ref: null } };
}

export async function publishEach(platform: TestPlatform<Clock>, events: readonly PendingEvent[]): Promise<void> {
  for (const event of events) {
    await platform.unitOfWork.run((tx) => {
      tx.pendingEvents.push(event);
      return Promise.resolve();
    });
  }
}

/** Ids of all events in the log, oldest first. */
export async function loggedIds(platform: TestPlatform<Clock>, names: string[] | null = null): Promise<string[]> {
  const events = await platform.unitOfWork.read((tx) => platform.eventLog.after(tx, '0', names, 1_000_000));
  return events.map(({ id }) => id);
}

export function feedParts(platform: TestPlatform<Clock>): FeedParts & { readonly logger: TestLogger } {
  return {
    unitOfWork: platform.unitOfWork,
    reader: platform.eventLog,
    positions: new SqlConsumerPositions(),
    clock: platform.clock,
    random: platform.random,
    logger: new TestLogger(),
    metrics: new EventLogMetrics(new Registry()),
  };
}

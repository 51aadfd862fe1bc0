import { type UnitOfWork } from '../database/unit-of-work.js';
import { type ConsumerPositions, type EventInterest } from './consumer-positions.js';
import { type EventLogReader } from './event-log-reader.js';

/**
 * Looks once for all consumers whether the event log has grown, and for whom: there is nothing to lock in an idle log, nor for a
 * consumer to whom the newest events mean nothing.
 */
export class HeadWatch {
  private seen: string | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: EventLogReader,
    private readonly positions: ConsumerPositions,
    private readonly consumers: readonly EventInterest[],
    /** There are events that these may not have been given. */
    private readonly onBehind: (consumer: string) => void,
  ) {}

  async look(): Promise<void> {
    const behind = await this.unitOfWork.read(async (tx) => {
      const head = await this.reader.head(tx);
      if (head === this.seen) return [];
      const names = await this.positions.behind(tx, this.consumers, head);
      this.seen = head;
      return names;
    });
    behind.forEach(this.onBehind);
  }
}

import { type UnitOfWork } from '../database/unit-of-work.js';
import { type EventLogReader } from './event-log-reader.js';

/** Looks for all consumers at once whether the event log has grown, since of an idle log there is nothing to lock. */
export class HeadWatch {
  private seen: string | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: EventLogReader,
    /** There are events that some consumer may not have been given. */
    private readonly onGrown: () => void,
  ) {}

  async look(): Promise<void> {
    const head = await this.unitOfWork.read((tx) => this.reader.head(tx));
    const hasGrown = head !== this.seen;
    this.seen = head;
    if (hasGrown) this.onGrown();
  }
}

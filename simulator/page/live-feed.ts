import { type Scheduler } from '../runtime/time.js';
import { type LiveReader } from './live-reader.js';
import { type LiveView } from './live-view.js';

/** At most four updates a second, however much happens. */
export const UPDATE_EVERY_MS = 250;
const HEARTBEAT_EVERY_MS = 15_000;
/** Each reader is a socket and a copy of the view; a page has one. */
export const MAX_READERS = 32;

/** Looks four times a second while anybody reads, and sends each reader what has changed since it was last sent anything. */
export class LiveFeed {
  private readonly readers = new Set<LiveReader>();
  private cancelNext: (() => void) | null = null;
  private sinceHeartbeatMs = 0;

  constructor(
    private readonly look: () => LiveView,
    private readonly scheduler: Scheduler,
  ) {}

  isFull(): boolean {
    return this.readers.size >= MAX_READERS;
  }

  readerCount(): number {
    return this.readers.size;
  }

  add(reader: LiveReader): void {
    this.readers.add(reader);
    reader.send(this.look());
    this.cancelNext ??= this.scheduler.after(UPDATE_EVERY_MS, () => this.update());
  }

  remove(reader: LiveReader): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    this.cancelNext?.();
    this.cancelNext = null;
  }

  private update(): void {
    this.cancelNext = this.scheduler.after(UPDATE_EVERY_MS, () => this.update());
    this.sinceHeartbeatMs += UPDATE_EVERY_MS;
    const isHeartbeatDue = this.sinceHeartbeatMs >= HEARTBEAT_EVERY_MS;
    if (isHeartbeatDue) this.sinceHeartbeatMs = 0;
    const view = this.look();
    for (const reader of [...this.readers]) {
      if (reader.isTooSlow(UPDATE_EVERY_MS)) {
        this.remove(reader);
        reader.drop();
        continue;
      }
      reader.send(view);
      if (isHeartbeatDue) reader.beat();
    }
  }
}

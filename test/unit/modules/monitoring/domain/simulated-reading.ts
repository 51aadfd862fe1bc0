import {
  afterPage,
  firstPosition,
  nextWindow,
  type PageRequest,
  type ReadingPosition,
} from '../../../../../src/modules/monitoring/domain/reading-window.js';

/** An event as HikCentral comes to hold it; milliseconds of HikCentral's clock. */
export interface SimulatedEvent {
  readonly id: number;
  readonly recordedMs: number;
  readonly visibleMs: number;
}

/** What happens to one page. */
export type PageFate = 'stored' | 'not-answered' | 'crash-before-commit';

export interface SimulatedPoll {
  readonly atMs: number;
  /** Our clock less HikCentral's. */
  readonly skewMs: number;
  /** Of each page in turn; pages beyond are stored. */
  readonly fates: readonly PageFate[];
  /** Time between two pages. */
  readonly pageMs: number;
}

/** A reader whose database is two fields that change together, before a HikCentral whose list grows meanwhile. */
export class SimulatedReading {
  readonly stored = new Map<number, number>();
  position: ReadingPosition;
  calls = 0;
  duplicates = 0;

  constructor(
    private readonly events: readonly SimulatedEvent[],
    private readonly pageSize: number,
    startMs: number,
    private readonly isNewestFirst = false,
  ) {
    this.position = firstPosition(new Date(startMs));
  }

  poll({ atMs, skewMs, fates, pageMs }: SimulatedPoll): void {
    let nowMs = atMs;
    let { position } = this;
    let request: PageRequest | null = nextWindow(position, new Date(nowMs + skewMs));
    for (let page = 0; request !== null; page += 1) {
      if (page > 10_000) throw new Error('the poll does not end');
      const fate = fates[page] ?? 'stored';
      this.calls += 1;
      if (fate === 'not-answered') return;
      const answer = this.answer(request, nowMs);
      nowMs += pageMs;
      if (fate === 'crash-before-commit') return;
      const reached = afterPage(position, request, answer);
      for (const { id } of answer.items) {
        this.duplicates += this.stored.has(id) ? 1 : 0;
        this.stored.set(id, 1);
      }
      this.position = reached.position;
      position = reached.position;
      request = reached.next;
    }
  }

  /** Events that the watermark claims and that are not there. */
  falselyClaimed(): readonly SimulatedEvent[] {
    const completeToMs = this.position.completeTo.getTime();
    return this.events.filter(({ id, recordedMs }) => recordedMs < completeToMs && !this.stored.has(id));
  }

  private answer({ from, to, pageNo }: PageRequest, nowMs: number) {
    const found = this.events
      .filter(({ recordedMs, visibleMs }) => recordedMs >= +from && recordedMs <= +to && visibleMs <= nowMs)
      .sort((a, b) => a.recordedMs - b.recordedMs || a.id - b.id);
    if (this.isNewestFirst) found.reverse();
    const items = found.slice((pageNo - 1) * this.pageSize, pageNo * this.pageSize);
    const recordedAt = items.map(({ recordedMs }) => new Date(recordedMs));
    return { items, recordedAt, rawCount: items.length, total: found.length, pageSize: this.pageSize };
  }
}

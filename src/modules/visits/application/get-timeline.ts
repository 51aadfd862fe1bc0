import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Cause, type EventEnvelope } from '../../../platform/event-log/event-envelope.js';
import { EventLogReader } from '../../../platform/event-log/event-log-reader.js';
import { cursorPart, decodeCursor, toPage, type Page } from '../../../platform/http/page.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitNotFoundError } from '../visits.errors.js';
import { ownHostEmail } from './caller.js';

export interface TimelineItem {
  readonly id: string;
  readonly at: Date;
  /** Name of the event without owner and version, in snake case: `visit_announced`. */
  readonly type: string;
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
}

@Injectable()
export class GetTimeline {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly eventLog: EventLogReader,
  ) {}

  /** Oldest first. @throws VISIT_NOT_FOUND, INVALID_CURSOR */
  async run(visitId: string, limit: number, cursor: string | undefined): Promise<Page<TimelineItem>> {
    const position = cursor === undefined ? null : String(decodeCursor(cursor, [cursorPart.position])[0]);
    return this.unitOfWork.read(async (tx) => {
      const visit = await this.visits.find(tx, visitId, ownHostEmail('visits.read'));
      if (visit === null) throw new VisitNotFoundError(visitId);
      const events = await this.eventLog.ofVisit(tx, visitId, position, limit + 1);
      return toPage(events, limit, (event) => [event.position], toItem);
    });
  }
}

function toItem({ id, at, name, cause, data }: EventEnvelope): TimelineItem {
  return { id, at, type: typeOf(name), cause, data };
}

/** `visits.visit-announced.v1` → `visit_announced`. */
export function typeOf(eventName: string): string {
  const [, fact = eventName] = eventName.split('.');
  return fact.replaceAll('-', '_');
}

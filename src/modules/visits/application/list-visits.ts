import { Injectable } from '@nestjs/common';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorPart, decodeCursor, encodeCursor, type Page } from '../../../platform/http/page.js';
import { type VisitKind, type VisitStatus } from '../domain/visit-facts.js';
import { type VisitFilter } from '../persistence/visit-filter.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { ownHostEmail } from './caller.js';
import { GuestRecords } from './guest-records.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

export interface VisitSearch {
  readonly statuses?: readonly VisitStatus[] | undefined;
  readonly kind?: VisitKind | undefined;
  readonly hostEmail?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly text?: string | undefined;
  readonly accessStatus?: AccessStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

@Injectable()
export class ListVisits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly guests: GuestRecords,
    private readonly presenter: VisitPresenter,
  ) {}

  /** Newest first; two statements whatever the page. @throws INVALID_CURSOR */
  async run(search: VisitSearch): Promise<Page<VisitView>> {
    const filter = this.filterOf(search);
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.visits.list(tx, filter, search.limit + 1);
      const shown = rows.slice(0, search.limit);
      const last = shown.at(-1);
      const hasMore = rows.length > shown.length && last !== undefined;
      return {
        items: await this.presenter.many(tx, shown),
        nextCursor: hasMore ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
      };
    });
  }

  private filterOf(search: VisitSearch): VisitFilter {
    const text = search.text === undefined || search.text === '' ? null : search.text;
    return {
      statuses: search.statuses ?? [],
      kind: search.kind ?? null,
      hostEmail: search.hostEmail ?? null,
      ownHostEmail: ownHostEmail('visits.read'),
      from: search.from ?? null,
      to: search.to ?? null,
      text,
      identityFingerprint: text === null ? null : this.guests.fingerprint(text),
      accessStatus: search.accessStatus ?? null,
      after: search.cursor === undefined ? null : positionOf(search.cursor),
    };
  }
}

function positionOf(cursor: string): { createdAt: Date; id: string } {
  const [createdAt, id] = decodeCursor(cursor, [cursorPart.instant, cursorPart.uuid]);
  return { createdAt: new Date(String(createdAt)), id: String(id) };
}

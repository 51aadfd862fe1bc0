import { Injectable } from '@nestjs/common';
import { GuestDirectory, type OnSiteVisit } from '../../../contracts/ports/guest-directory.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { isSurelyInside } from '../domain/on-site.js';
import { isCurrent } from '../domain/watermark.js';
import { type PassageAtDoor, PassageRepository } from '../persistence/passage.repository.js';
import { ReadWatermark } from './read-watermark.js';

export interface OnSiteView extends OnSiteVisit {
  readonly lastPassage: PassageAtDoor | null;
  readonly isSure: boolean;
}

export interface Muster {
  readonly at: Date;
  readonly visits: readonly OnSiteView[];
  /** Up to when passages are known to be complete. */
  readonly completeTo: Date | null;
  /** That is the present: nobody can have come or gone unseen. */
  readonly isCurrent: boolean;
}

/** The muster list: who is inside, as far as doors and desk have told. */
@Injectable()
export class ListOnSite {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestDirectory,
    private readonly passages: PassageRepository,
    private readonly readWatermark: ReadWatermark,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Muster> {
    const now = this.clock.now();
    // Read first: what is stored in between makes the list better than the watermark says, never worse.
    const { completeTo } = await this.readWatermark.run();
    const hasNothingMissing = isCurrent(completeTo, now);
    return this.unitOfWork.read(async (tx) => {
      const visits = await this.guests.onSite(tx, now);
      const last = await this.passages.lastGrantedOfVisits(
        tx,
        visits.map(({ visitId }) => visitId),
      );
      const view = (visit: OnSiteVisit): OnSiteView => {
        const lastPassage = last.get(visit.visitId) ?? null;
        const { isUnconfirmed } = visit;
        const lastDirection = lastPassage?.direction;
        const isSure = isSurelyInside({ isUnconfirmed, lastDirection, isCurrent: hasNothingMissing });
        return { ...visit, lastPassage, isSure };
      };
      return { at: now, visits: visits.map(view), completeTo, isCurrent: hasNothingMissing };
    });
  }
}

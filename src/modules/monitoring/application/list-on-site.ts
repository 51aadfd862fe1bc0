import { Injectable } from '@nestjs/common';
import { GuestDirectory, type OnSiteVisit } from '../../../contracts/ports/guest-directory.js';
import { VisitAccess, type VisitAccessView } from '../../../contracts/ports/visit-access.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { isSurelyInside } from '../domain/on-site.js';
import { blindExits, commonWatermark, type DoorWatermark, isAllSeen, type Reach } from '../domain/watermark.js';
import { type PassageAtDoor, PassageRepository } from '../persistence/passage.repository.js';
import { ReadWatermark } from './read-watermark.js';

export interface OnSiteView extends OnSiteVisit {
  readonly lastPassage: PassageAtDoor | null;
  readonly isSure: boolean;
}

export interface Muster {
  readonly at: Date;
  readonly visits: readonly OnSiteView[];
  /** Up to when passages are known to be complete, those of the exits among them. */
  readonly completeTo: Date | null;
  /** That is the present: nobody can have come or gone unseen. */
  readonly isCurrent: boolean;
  /** Offline: by these somebody may have left unseen. */
  readonly blindExits: readonly DoorWatermark[];
}

/** The muster list: who is inside, as far as doors and desk have told. */
@Injectable()
export class ListOnSite {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestDirectory,
    private readonly access: VisitAccess,
    private readonly passages: PassageRepository,
    private readonly readWatermark: ReadWatermark,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<Muster> {
    const now = this.clock.now();
    // Read first: what is stored in between makes the list better than the watermark says, never worse.
    const { servers } = await this.readWatermark.run();
    const blind = blindExits(servers, now);
    return this.unitOfWork.read(async (tx) => {
      const visits = await this.guests.onSite(tx, now);
      const ids = visits.map(({ visitId }) => visitId);
      const last = await this.passages.lastGrantedOfVisits(tx, ids);
      // Only where a door is blind does it matter who may use it.
      const access = blind.length === 0 ? NOBODY : await this.access.ofVisits(tx, ids);
      const view = (visit: OnSiteVisit): OnSiteView => {
        const lastPassage = last.get(visit.visitId) ?? null;
        const { isUnconfirmed } = visit;
        const reach = reachOf(access.get(visit.visitId), lastPassage);
        const isCurrent = isAllSeen(servers, now, reach);
        return {
          ...visit,
          lastPassage,
          isSure: isSurelyInside({ isUnconfirmed, lastDirection: lastPassage?.direction, isCurrent }),
        };
      };
      return {
        at: now,
        visits: visits.map(view),
        completeTo: commonWatermark([...servers, ...blind]),
        isCurrent: isAllSeen(servers, now),
        blindExits: blind,
      };
    });
  }
}

const NOBODY: ReadonlyMap<string, VisitAccessView> = new Map();

/** Where no door is known of a guest's access, a guard or a card may have opened any. */
function reachOf(access: VisitAccessView | undefined, lastPassage: PassageAtDoor | null): Reach {
  const doorIds = access?.doors.map(({ doorId }) => doorId) ?? [];
  return {
    serverId: access?.serverId ?? lastPassage?.serverId ?? null,
    doorIds: doorIds.length === 0 ? null : new Set(doorIds),
  };
}

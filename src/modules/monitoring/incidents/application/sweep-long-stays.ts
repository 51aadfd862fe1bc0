import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings.js';
import { GuestStays } from '../../../../contracts/ports/guest-stays.js';
import { Clock } from '../../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { IncidentSources } from '../persistence/incident-sources.js';
import { FindIncidents } from './find-incidents.js';

/** Where a first look begins: whoever came in before is found when something happens to them. */
const FIRST_BACK_MS = 24 * 3_600_000;
/** One step: an outage of a day is caught up with in pieces. */
const STEP_MS = 3_600_000;
/** Another process's clock may be behind: what it stores now may be this much older than it thinks. */
const CLOCKS_AGREE_WITHIN_MS = 10_000;

/**
 * Finds who has been inside for long: nothing happens when they have. Each time of coming in is looked at once, when it is
 * long ago; who comes in, or is found to have come in, before that instant is seen to by `FindIncidentsWhenTold`.
 */
@Injectable()
export class SweepLongStays {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sources: IncidentSources,
    private readonly stays: GuestStays,
    private readonly findIncidents: FindIncidents,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns `'now'` when there is more */
  run(): Promise<'now' | null> {
    return this.unitOfWork.run(async (tx) => {
      const longAgoMs = this.clock.now().getTime() - this.settings.longStayMs - CLOCKS_AGREE_WITHIN_MS;
      const seenTo = (await this.sources.takeTurn(tx)) ?? new Date(longAgoMs - FIRST_BACK_MS);
      const to = new Date(Math.min(longAgoMs, seenTo.getTime() + STEP_MS));
      // Also when the clock was set back, or the setting is longer than it was.
      if (to <= seenTo) return null;
      const cameIn = await this.sources.letInBetween(tx, seenTo, to);
      const checkedIn = await this.stays.checkedInBetween(tx, seenTo, to);
      await this.findIncidents.run(tx, { guests: [...cameIn, ...checkedIn], doors: [] });
      await this.sources.keepStaysSeenTo(tx, to);
      return to.getTime() < longAgoMs ? 'now' : null;
    });
  }
}

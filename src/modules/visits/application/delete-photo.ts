import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { GuestRepository } from '../persistence/guest-repository.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { PhotoMissingError, VisitNotFoundError } from '../visits.errors.js';
import { ownHostEmail } from './caller.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

@Injectable()
export class DeletePhoto {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly guests: GuestRepository,
    private readonly presenter: VisitPresenter,
    private readonly clock: Clock,
  ) {}

  /** Also of a visit that is over: whoever wants their face gone need not come again. @throws VISIT_NOT_FOUND, PHOTO_NOT_FOUND */
  async run(visitId: string): Promise<VisitView> {
    const own = ownHostEmail('visits.write');
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      const guestId = locked.guest.id;
      if (!(await this.guests.deletePhoto(tx, guestId))) throw new PhotoMissingError(visitId);
      await this.guests.touch(tx, guestId, this.clock.now());
      const visitIds = [...new Set([visitId, ...(await this.visits.openIdsOf(tx, guestId))])];
      publish(tx, 'visits.photo-removed.v1', { visitId, guestId }, { visitIds });
      audit(tx, { action: 'visits.delete-photo', entity: 'visit', entityId: visitId, detail: {} });
      return this.presenter.one(tx, visitId, null);
    });
  }
}

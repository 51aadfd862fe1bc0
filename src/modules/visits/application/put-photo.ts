import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ResourceGuard } from '../../../platform/resources/resource-guard.js';
import { isFinal } from '../domain/visit-facts.js';
import { GuestRepository } from '../persistence/guest-repository.js';
import { photoBinding } from '../persistence/guest-photo.entity.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { FaceMaker } from '../photo/face-maker.js';
import { VisitNotFoundError, VisitWrongStateError } from '../visits.errors.js';
import { ownHostEmail } from './caller.js';

export interface PhotoView {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

@Injectable()
export class PutPhoto {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly guests: GuestRepository,
    private readonly faces: FaceMaker,
    private readonly resources: ResourceGuard,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * The guest's photo from now on, in all their visits. `readUpload` is called once it is sure that the caller may.
   * @throws VISIT_NOT_FOUND, VISIT_WRONG_STATE, PHOTO_TYPE_UNSUPPORTED, PHOTO_REFUSED, RESOURCES_SHORT
   */
  async run(visitId: string, readUpload: () => Promise<Buffer>): Promise<PhotoView> {
    const own = ownHostEmail('visits.write');
    const visible = await this.unitOfWork.read((tx) => this.visits.find(tx, visitId, own));
    if (visible === null) throw new VisitNotFoundError(visitId);
    await this.resources.assertRoomForHeavyWork();
    const { jpeg, width, height, sha256 } = await this.faces.make(await readUpload());

    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      if (isFinal(locked.visit.status)) throw new VisitWrongStateError(locked.visit.status);
      const guestId = locked.guest.id;
      const now = this.clock.now();
      const bytes = jpeg.length;
      const sealed = this.vault.seal(jpeg, photoBinding(guestId));
      await this.guests.putPhoto(tx, { guestId, sealed, sha256, width, height, bytes, createdAt: now });
      await this.guests.touch(tx, guestId, now);
      const visitIds = await this.visits.openIdsOf(tx, guestId);
      publish(tx, 'visits.photo-replaced.v1', { visitId, guestId }, { visitIds });
      audit(tx, { action: 'visits.put-photo', entity: 'visit', entityId: visitId, detail: { bytes, sha256 } });
      return { width, height, bytes, sha256 };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitClaims } from '../visit-claims.js';
import { PhotoMissingError, VisitNotFoundError } from '../visits.errors.js';
import { ownHostEmail } from './caller.js';

@Injectable()
export class GetPhoto {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly claims: VisitClaims,
  ) {}

  /** The picture as it goes to the doors, a JPEG. Who looked at whose face is on record. @throws VISIT_NOT_FOUND, PHOTO_NOT_FOUND */
  async run(visitId: string): Promise<Buffer> {
    return this.unitOfWork.run(async (tx) => {
      const visit = await this.visits.find(tx, visitId, ownHostEmail('visits.read'));
      if (visit === null) throw new VisitNotFoundError(visitId);
      const face = await this.claims.faceOf(tx, visit.guestId);
      if (face === null) throw new PhotoMissingError(visitId);
      audit(tx, { action: 'visits.read-photo', entity: 'visit', entityId: visitId, detail: { sha256: face.sha256 } });
      return face.jpeg;
    });
  }
}

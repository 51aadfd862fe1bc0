import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ownHostEmail } from './caller.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

@Injectable()
export class FindVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly presenter: VisitPresenter,
  ) {}

  /** @throws VISIT_NOT_FOUND */
  run(visitId: string): Promise<VisitView> {
    return this.unitOfWork.read((tx) => this.presenter.one(tx, visitId, ownHostEmail('visits.read')));
  }
}

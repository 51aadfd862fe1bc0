import { Injectable } from '@nestjs/common';
import { CloseVisit, type Closing } from './close-visit.js';
import { type VisitView } from './visit-view.js';

const CANCELLED: Closing = {
  permission: 'visits.write',
  from: 'expected',
  to: { status: 'cancelled', closedReason: 'cancelled' },
  action: 'visits.cancel',
};

@Injectable()
export class CancelVisit {
  constructor(private readonly close: CloseVisit) {}

  /** Ends a visit that has not begun. @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE */
  run(visitId: string, expectedVersion: number | null = null): Promise<VisitView> {
    return this.close.run(visitId, CANCELLED, expectedVersion);
  }
}

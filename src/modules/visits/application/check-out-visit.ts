import { Injectable } from '@nestjs/common';
import { CloseVisit, type Closing } from './close-visit.js';
import { type VisitView } from './visit-view.js';

const CHECKED_OUT: Closing = {
  permission: 'visits.check-in-out',
  from: 'checked_in',
  to: { status: 'checked_out', closedReason: 'manual' },
  action: 'visits.check-out',
};

@Injectable()
export class CheckOutVisit {
  constructor(private readonly close: CloseVisit) {}

  /** Ends the visit of a guest who is in, by hand. @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE */
  run(visitId: string, expectedVersion: number | null = null): Promise<VisitView> {
    return this.close.run(visitId, CHECKED_OUT, expectedVersion);
  }
}

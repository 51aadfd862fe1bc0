import { Injectable } from '@nestjs/common';
import { type BoardVisit, VisitBoard, type VisitCounts } from '../../../contracts/ports/visit-board.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UNCONFIRMED_FOR_MS } from '../domain/attach-passages.js';

@Injectable()
export class SqlVisitBoard extends VisitBoard {
  override async visitsById(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, BoardVisit>> {
    const visits = await tx.query<BoardVisit>(
      `SELECT v.id AS "visitId", v.guest_id AS "guestId", g.full_name AS "fullName", g.company,
              v.host_name AS "hostName", v.host_email AS "hostEmail", v.status, v.valid_from AS "validFrom",
              v.valid_to AS "validTo", v.checked_in_at AS "checkedInAt", v.checked_out_at AS "checkedOutAt",
              v.closed_reason AS "closedReason", v.access_status AS "accessStatus"
       FROM visits v JOIN guests g ON g.id = v.guest_id WHERE v.id = ANY ($1)`,
      [visitIds],
    );
    return new Map(visits.map((visit) => [visit.visitId, visit]));
  }

  /** Each part walks a partial index: of visits that are open, and of those nobody saw the end of. */
  override async counts(tx: Transaction, now: Date): Promise<VisitCounts> {
    const [counts] = await tx.query<VisitCounts>(
      `SELECT open.expected, open.inside + unconfirmed.inside AS "onSite", open.overstaying
       FROM (SELECT count(*) FILTER (WHERE status = 'expected')::integer AS expected,
                    count(*) FILTER (WHERE status = 'checked_in' AND closes_at IS NULL)::integer AS inside,
                    count(*) FILTER (WHERE status = 'checked_in' AND valid_to <= $1)::integer AS overstaying
             FROM visits WHERE status IN ('expected', 'checked_in')) AS open,
            (SELECT count(*)::integer AS inside FROM visits
             WHERE closed_reason = 'expired' AND seen_leaving_at IS NULL AND checked_out_at > $2) AS unconfirmed`,
      [now, new Date(now.getTime() - UNCONFIRMED_FOR_MS)],
    );
    if (counts === undefined) throw new Error('an aggregate gave no row');
    return counts;
  }
}

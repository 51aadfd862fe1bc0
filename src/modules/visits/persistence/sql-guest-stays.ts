import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { type GuestSince, type GuestStay, GuestStays } from '../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UNCONFIRMED_FOR_MS } from '../domain/attach-passages.js';

/** A visit lasts 31 days at most; who overlaps more of them than this overlaps the rest too. */
const LAST_VISITS = 40;

@Injectable()
export class SqlGuestStays extends GuestStays {
  constructor(private readonly settings: Settings) {
    super();
  }

  override ofGuests(tx: Transaction, guestIds: readonly string[], until: Date): Promise<readonly GuestStay[]> {
    return tx.query<GuestStay>(
      `SELECT v.id AS "visitId", v.guest_id AS "guestId", v.valid_from - make_interval(secs => $3) AS "opensAt",
              v.valid_to AS "validTo", v.checked_in_at AS "checkedInAt",
              coalesce(v.checked_out_at, closed.ended_at) AS "endedAt",
              CASE WHEN v.closed_reason = 'expired'
                   THEN coalesce(v.seen_leaving_at, v.checked_out_at + make_interval(secs => $4))
                   ELSE v.checked_out_at END AS "insideUntil"
       FROM unnest($1::uuid[]) AS asked (guest_id)
       CROSS JOIN LATERAL (
         SELECT * FROM visits WHERE guest_id = asked.guest_id AND valid_from <= $2
         ORDER BY valid_from DESC LIMIT $5) AS v
       LEFT JOIN LATERAL (
         SELECT ended_at FROM visit_facts WHERE visit_id = v.id AND kind = 'close'
         ORDER BY occurred_at, event_id LIMIT 1) AS closed ON v.status IN ('cancelled', 'no_show')`,
      [guestIds, until, this.settings.earlyArrivalMs / 1_000, UNCONFIRMED_FOR_MS / 1_000, LAST_VISITS],
    );
  }

  override checkedInBetween(tx: Transaction, from: Date, to: Date): Promise<readonly GuestSince[]> {
    return tx.query<GuestSince>(
      `SELECT guest_id AS "guestId", min(checked_in_at) AS since FROM visits
       WHERE status = 'checked_in' AND checked_in_at > $1 AND checked_in_at <= $2 GROUP BY guest_id`,
      [from, to],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { GuestDirectory, type KnownGuest, type OnSiteVisit } from '../../../contracts/ports/guest-directory.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UNCONFIRMED_FOR_MS } from '../domain/attach-passages.js';

@Injectable()
export class SqlGuestDirectory extends GuestDirectory {
  override async guestsById(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, KnownGuest>> {
    const guests = await tx.query<KnownGuest>(
      'SELECT id AS "guestId", full_name AS "fullName" FROM guests WHERE id = ANY ($1)',
      [guestIds],
    );
    return new Map(guests.map((guest) => [guest.guestId, guest]));
  }

  /** A guest who went out and may come back is not inside; who was closed as expired may well be. */
  override onSite(tx: Transaction, now: Date): Promise<readonly OnSiteVisit[]> {
    return tx.query<OnSiteVisit>(
      `SELECT v.id AS "visitId", v.guest_id AS "guestId", g.full_name AS "fullName", g.company,
              v.host_name AS "hostName", v.checked_in_at AS "checkedInAt", v.valid_to AS "validTo",
              v.status <> 'checked_in' AS "isUnconfirmed"
       FROM visits v JOIN guests g ON g.id = v.guest_id
       WHERE (v.status = 'checked_in' AND v.closes_at IS NULL)
          OR (v.closed_reason = 'expired' AND v.seen_leaving_at IS NULL AND v.checked_out_at > $1)
       ORDER BY g.full_name, v.id`,
      [new Date(now.getTime() - UNCONFIRMED_FOR_MS)],
    );
  }
}

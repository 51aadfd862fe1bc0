import { Injectable } from '@nestjs/common';
import { CardholderDirectory, type RecentPersons } from '../../../contracts/ports/guest-directory.js';
import { type Transaction } from '../../../platform/database/transaction.js';

@Injectable()
export class SqlCardholderDirectory extends CardholderDirectory {
  override async guestIdsByPersonCode(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.query<{ person_code: string; guest_id: string }>(
      `SELECT person_code, coalesce(merged_guests.guest_id, cardholders.guest_id) AS guest_id
       FROM cardholders LEFT JOIN merged_guests ON merged_guest_id = cardholders.guest_id
       WHERE server_id = $1 AND person_code = ANY($2::text[])`,
      [serverId, personCodes],
    );
    return new Map(rows.map(({ person_code, guest_id }) => [person_code, guest_id]));
  }

  override async guestIdsByPersonId(
    tx: Transaction,
    serverId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.query<{ person_id: string; guest_id: string }>(
      `SELECT person_id, coalesce(merged_guests.guest_id, cardholders.guest_id) AS guest_id
       FROM cardholders LEFT JOIN merged_guests ON merged_guest_id = cardholders.guest_id
       WHERE server_id = $1 AND person_id = ANY($2::text[])`,
      [serverId, personIds],
    );
    return new Map(rows.map(({ person_id, guest_id }) => [person_id, guest_id]));
  }

  override async recentPersonCodes(
    tx: Transaction,
    serverId: string,
    { endAfter, after, limit }: RecentPersons,
  ): Promise<readonly string[]> {
    const rows = await tx.query<{ person_code: string }>(
      // A door may have let somebody in under the code of a record that was merged since.
      `WITH recent AS (
         SELECT DISTINCT cardholders.guest_id FROM visit_access
         JOIN cardholders ON cardholders.id = visit_access.cardholder_id
         WHERE was_served AND ends_at > $2 AND server_id = $1)
       SELECT person_code FROM cardholders
       WHERE server_id = $1 AND person_code > $3 AND guest_id IN (
         SELECT guest_id FROM recent UNION SELECT merged_guest_id FROM merged_guests JOIN recent USING (guest_id))
       ORDER BY person_code LIMIT $4`,
      [serverId, endAfter, after ?? '', limit],
    );
    return rows.map(({ person_code }) => person_code);
  }
}

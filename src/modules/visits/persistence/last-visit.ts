/** When the last of a guest's visits that are over ended. @param guestId SQL that names the guest */
export function lastVisitEndedAtSql(guestId: string): string {
  return `SELECT max(coalesce(v.checked_out_at, least(v.valid_to, v.updated_at))) FROM visits v
           WHERE v.guest_id = ${guestId} AND v.status NOT IN ('expected', 'checked_in')`;
}

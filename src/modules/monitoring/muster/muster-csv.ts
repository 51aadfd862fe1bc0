import { type Muster } from '../application/list-on-site.js';
import { ageSeconds } from '../api/on-site.response.js';
import { type Cell, toCsv } from './csv.js';

/** Names as the API has them; a file may be read by people and by machines. */
const COLUMNS = [
  'fullName',
  'company',
  'host',
  'checkedInAt',
  'validTo',
  'lastDoor',
  'lastSeenAt',
  'ageSeconds',
  'sure',
  'unconfirmed',
  'visitId',
  'complete',
  'completeTo',
];

/** Each row says up to when passages are complete: a file has no other place that a spreadsheet shows. */
export function musterCsv({ at, visits, completeTo, isCurrent }: Muster): string {
  const rows = visits.map((visit): readonly Cell[] => {
    const { fullName, company, hostName, checkedInAt, validTo, lastPassage, isSure, isUnconfirmed, visitId } = visit;
    const seenAt = lastPassage?.occurredAt ?? null;
    return [
      ...[fullName, company, hostName, checkedInAt, validTo, lastPassage?.doorName ?? null],
      ...[seenAt, seenAt && ageSeconds(seenAt, at), isSure, isUnconfirmed, visitId, isCurrent, completeTo],
    ];
  });
  return toCsv(COLUMNS, rows);
}

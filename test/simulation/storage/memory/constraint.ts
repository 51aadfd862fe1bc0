import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const CARDINALITY_VIOLATION = '21000';

/** What TypeORM throws when PostgreSQL refuses a row, since callers tell the database's errors from their own. */
function violation(code: string, name: string): QueryFailedError {
  return new QueryFailedError(name, [], Object.assign(new Error(`violates ${name}`), { code }));
}

/** @throws QueryFailedError when `isTaken` */
export function unique(name: string, isTaken: boolean): void {
  if (isTaken) throw violation(UNIQUE_VIOLATION, name);
}

/** @throws QueryFailedError when the row that is named `isMissing` */
export function reference(name: string, isMissing: boolean): void {
  if (isMissing) throw violation(FOREIGN_KEY_VIOLATION, name);
}

/** `ON CONFLICT DO UPDATE` takes no row twice. @throws QueryFailedError */
export function eachOnce(name: string, keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw violation(CARDINALITY_VIOLATION, name);
}

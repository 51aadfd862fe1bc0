import { Fields } from './fields.js';
import { type Refusal, type RefusalMeaning } from '../operations/operation.js';

/** A wrong administrator's password answers with what is left of the tries, under any code (HikCentral OpenAPI guide). */
export function asPasswordRefusal({ data }: Refusal): RefusalMeaning | null {
  const told = Fields.maybe(data);
  if (told === null || !told.isClear('remainLockNumber') || !told.has('remainLockNumber')) return null;
  const remainingTries = told.number('remainLockNumber');
  return {
    code: 'GATEWAY.PASSWORD_REFUSED',
    context: { remainingTries: remainingTries !== null && remainingTries >= 0 ? remainingTries : null },
  };
}

/** A certificate number is one visitor's at a time (seen in the field). */
export function asDuplicateCertificate({ isDuplicateCertificate }: Refusal): RefusalMeaning | null {
  return isDuplicateCertificate ? { code: 'GATEWAY.CONFLICT', context: {} } : null;
}

import { TypeORMError } from 'typeorm';
import { isDatabaseOutage } from '../../../platform/database/database-outage.js';

/** @returns the error when it is about one cardholder. @throws it when it is the database's, and concerns everybody */
export function ownFault(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof TypeORMError || isDatabaseOutage(error)) throw error;
  return error;
}

import { type Transaction } from '../../../../platform/database/transaction.js';
import { type Incident } from '../domain/incident.js';
import { IncidentNotFoundError, IncidentOverError, IncidentStaleError } from '../incidents.errors.js';
import { type IncidentRepository } from '../persistence/incident.repository.js';

/**
 * @param expectedVersion the version that the caller read; null: whatever it is now
 * @returns an incident that somebody can still do something about, locked
 * @throws INCIDENT_NOT_FOUND, INCIDENT_STALE, INCIDENT_OVER
 */
export async function lockStanding(
  tx: Transaction,
  incidents: IncidentRepository,
  id: string,
  expectedVersion: number | null,
): Promise<Incident> {
  const incident = await incidents.lock(tx, id);
  if (incident === null) throw new IncidentNotFoundError();
  if (expectedVersion !== null && expectedVersion !== incident.version) throw new IncidentStaleError(incident.version);
  if (incident.state === 'closed' || incident.state === 'withdrawn') throw new IncidentOverError(incident.state);
  return incident;
}

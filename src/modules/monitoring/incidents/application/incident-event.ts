import { type EventMap } from '../../../../contracts/events/event-map.js';
import { type Incident } from '../domain/incident.js';

/** What every event about an incident carries. */
export function aboutIncident(incident: Incident): EventMap['monitoring.incident-withdrawn.v1'] {
  const { id: incidentId, kind, serverId, doorId, guestId, visitId, passageId } = incident;
  return { incidentId, kind, serverId, doorId, guestId, visitId, passageId };
}

/** On whose timeline it stands. */
export function visitsOf({ visitId }: Incident): readonly string[] {
  return visitId === null ? [] : [visitId];
}

import { type EventMap } from '../../../contracts/events/event-map.js';
import { type EventOf } from '../../../contracts/events/typed-consumer.js';
import { type EventEnvelope } from '../../../platform/event-log/event-envelope.js';
import { type IncidentState } from '../incidents/domain/incident.js';

type OfIncident = EventMap['monitoring.incident-withdrawn.v1'];

/** What an event of the log becomes for those who watch. */
export interface LiveTopics {
  /** Something about this visit changed. */
  readonly visitId: string | null;
  readonly passage: { readonly passageId: string; readonly visitId: string | null } | null;
  readonly alert: LiveAlert | null;
}

/** Something a person should look at. */
export interface LiveAlert {
  readonly alert: string;
  readonly visitId: string | null;
  readonly guestId: string | null;
  readonly passageId: string | null;
  readonly doorId: string | null;
  readonly incident: { readonly id: string; readonly state: IncidentState } | null;
  /** Of access, where the alert is about that. */
  readonly errorCode: string | null;
}

type Reading<N extends keyof EventMap> = (event: EventOf<N>) => Partial<LiveTopics>;
type Readings = { readonly [N in keyof EventMap]?: Reading<N> };

const ofVisit = ({ data }: { readonly data: { readonly visitId: string } }): Partial<LiveTopics> => ({
  visitId: data.visitId,
});

function ofIncident(state: IncidentState): (event: { readonly data: OfIncident }) => Partial<LiveTopics> {
  return ({ data }) => ({ alert: alertOf(data.kind, { ...data, incident: { id: data.incidentId, state } }) });
}

/** Events that are not here are shown to nobody: steps towards HikCentral are for the timeline. */
const READINGS: Readings = {
  'visits.visit-announced.v1': ofVisit,
  'visits.visit-changed.v1': ofVisit,
  'visits.photo-replaced.v1': ofVisit,
  'visits.photo-removed.v1': ofVisit,
  'visits.visit-checked-in.v1': ofVisit,
  'visits.visit-ended.v1': ofVisit,
  'visits.visit-overstayed.v1': ({ data }) => ({ visitId: data.visitId, alert: alertOf('overstaying', data) }),
  'visits.passage-attached.v1': ({ data: { passageId, visitId } }) => ({ passage: { passageId, visitId } }),
  'visits.passage-detached.v1': ({ data: { passageId, visitId, toVisitId } }) => ({
    visitId,
    passage: { passageId, visitId: toVisitId },
  }),
  'visits.alert-raised.v1': ({ data }) => ({ alert: alertOf(data.alert, data) }),
  'visits.guests-merged.v1': ({ data }) => ({ alert: alertOf('guests_merged', { guestId: data.guestId }) }),
  'access-control.access-changed.v1': ({ data }) => ({
    visitId: data.visitId,
    alert: data.to === 'failed' ? alertOf('access_failed', data) : null,
  }),
  'access-control.drift-found.v1': ({ data }) => ({
    alert: data.isMended ? null : alertOf('drift_found', { guestId: data.guestId }),
  }),
  'access-control.drift-check-stopped.v1': () => ({ alert: alertOf('drift_check_stopped', {}) }),
  'monitoring.door-clock-changed.v1': ({ data: { doorId, isOff } }) => ({
    alert: alertOf(isOff ? 'door_clock_off' : 'door_clock_right', { doorId }),
  }),
  'monitoring.incident-raised.v1': ofIncident('open'),
  'monitoring.incident-taken.v1': ofIncident('taken'),
  'monitoring.incident-closed.v1': ofIncident('closed'),
  'monitoring.incident-withdrawn.v1': ofIncident('withdrawn'),
  'monitoring.passage-recorded.v1': ({ data: { passageId } }) => ({ passage: { passageId, visitId: null } }),
};

/** null: nobody who watches is told. */
export function topicsOf(event: EventEnvelope): LiveTopics | null {
  if (!Object.hasOwn(READINGS, event.name)) return null;
  const reading = READINGS[event.name as keyof EventMap] as (event: EventEnvelope) => Partial<LiveTopics>;
  return { visitId: null, passage: null, alert: null, ...reading(event) };
}

function alertOf(alert: string, of: Partial<Omit<LiveAlert, 'alert'>>): LiveAlert {
  const { visitId = null, guestId = null, passageId = null, doorId = null, incident = null, errorCode = null } = of;
  return { alert, visitId, guestId, passageId, doorId, incident, errorCode };
}

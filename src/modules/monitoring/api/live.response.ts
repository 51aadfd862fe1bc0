import { type KnownGuest } from '../../../contracts/ports/guest-directory.js';
import { ACCESS_STATUSES, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type BoardVisit } from '../../../contracts/ports/visit-board.js';
import { BoolField, EnumField, IdField, InstantField, NestedField, TextField } from '../../../platform/http/fields.js';
import { type Plain } from '../../../platform/http/plain.js';
import { INCIDENT_STATES, type IncidentState } from '../incidents/domain/incident.js';
import { type LiveAlert } from '../live/live-topics.js';
import { OnSiteGuestResponse, OnSiteHostResponse } from './on-site.response.js';
import { PassageGuestResponse } from './passage.response.js';

const WORD_MAX = 64;
const VISIT_STATUSES = ['expected', 'checked_in', 'checked_out', 'cancelled', 'no_show'] as const;
const CLOSED_REASONS = ['exit', 'manual', 'expired', 'cancelled', 'no_show'] as const;

/** `data` of the event `visit`. */
export class LiveVisitResponse {
  @InstantField({ description: 'When it happened.' })
  at!: Date;

  @TextField({ max: WORD_MAX, description: 'What happened, as the timeline has it.', example: 'visit_checked_in' })
  type!: string;

  @IdField()
  visitId!: string;

  @NestedField(() => OnSiteGuestResponse)
  guest!: OnSiteGuestResponse;

  @NestedField(() => OnSiteHostResponse)
  host!: OnSiteHostResponse;

  @EnumField(VISIT_STATUSES, { description: 'This and all below: as it is when the event is sent.' })
  status!: BoardVisit['status'];

  @InstantField()
  validFrom!: Date;

  @InstantField()
  validTo!: Date;

  @InstantField({ nullable: true })
  checkedInAt!: Date | null;

  @InstantField({ nullable: true })
  checkedOutAt!: Date | null;

  @EnumField(CLOSED_REASONS, { nullable: true })
  closedReason!: BoardVisit['closedReason'];

  @BoolField()
  overstaying!: boolean;

  @EnumField(ACCESS_STATUSES)
  accessStatus!: AccessStatus;
}

export class LiveIncidentResponse {
  @IdField()
  id!: string;

  @EnumField(INCIDENT_STATES, { description: 'As of this event; `GET /incidents/{id}` says how it is now.' })
  state!: IncidentState;
}

/** `data` of the event `alert`. */
export class LiveAlertResponse {
  @InstantField()
  at!: Date;

  @TextField({
    max: WORD_MAX,
    description:
      'The kind of an incident, `late_passage`, `overstaying`, `access_failed`, `drift_found`, `drift_check_stopped`, ' +
      '`guests_merged`, `door_clock_off`, `door_clock_right`; more may come.',
  })
  alert!: string;

  @IdField({ nullable: true })
  visitId!: string | null;

  @NestedField(() => PassageGuestResponse, { nullable: true })
  guest!: PassageGuestResponse | null;

  @IdField({ nullable: true })
  passageId!: string | null;

  @TextField({ max: WORD_MAX, nullable: true })
  doorId!: string | null;

  @NestedField(() => LiveIncidentResponse, { nullable: true, description: 'Where it is one.' })
  incident!: LiveIncidentResponse | null;

  @TextField({ max: WORD_MAX, nullable: true, description: '`lastError.code` of `access`, where it is about that.' })
  errorCode!: string | null;
}

export function showLiveVisit(visit: BoardVisit, eventName: string, at: Date, now: Date): Plain<LiveVisitResponse> {
  const { visitId, guestId, fullName, company, hostName, status, validFrom, validTo } = visit;
  const { checkedInAt, checkedOutAt, closedReason, accessStatus } = visit;
  return {
    at,
    type: typeOf(eventName),
    visitId,
    guest: { id: guestId, fullName, company },
    host: { name: hostName },
    ...{ status, validFrom, validTo, checkedInAt, checkedOutAt, closedReason },
    overstaying: status === 'checked_in' && now >= validTo,
    accessStatus,
  };
}

export function showLiveAlert(alert: LiveAlert, at: Date, guest: KnownGuest | null): Plain<LiveAlertResponse> {
  const { alert: name, visitId, guestId, passageId, doorId, incident, errorCode } = alert;
  const shown = guestId === null ? null : { id: guestId, fullName: guest?.fullName ?? null };
  return { at, alert: name, visitId, guest: shown, passageId, doorId, incident, errorCode };
}

/** `visits.visit-announced.v1` → `visit_announced`, as the timeline has it. */
function typeOf(eventName: string): string {
  const [, fact = eventName] = eventName.split('.');
  return fact.replaceAll('-', '_');
}

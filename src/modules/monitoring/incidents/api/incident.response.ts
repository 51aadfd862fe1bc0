import { currentContext } from '../../../../platform/context/request-context.js';
import {
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  TextField,
} from '../../../../platform/http/fields.js';
import { type Plain } from '../../../../platform/http/plain.js';
import { PassageGuestResponse } from '../../api/passage.response.js';
import { type IncidentView } from '../application/show-incidents.js';
import { INCIDENT_KINDS, INCIDENT_STATES, type IncidentKind, type IncidentState } from '../domain/incident.js';
import { INCIDENT_WORDS } from './incident-words.js';

const ID_MAX = 128;
const CODE_MAX = 64;
const NAME_MAX = 200;
const WORDS_MAX = 500;

export class IncidentDoorResponse {
  @TextField({ max: CODE_MAX })
  id!: string;

  @TextField({ max: NAME_MAX })
  name!: string;
}

export class IncidentResponse {
  @IdField()
  id!: string;

  @IntField({ description: 'For `If-Match`; rises with each change.' })
  version!: number;

  @EnumField(INCIDENT_KINDS)
  kind!: IncidentKind;

  @EnumField(INCIDENT_STATES, { description: '`withdrawn`: what became known later showed that it was none.' })
  state!: IncidentState;

  @TextField({ max: WORDS_MAX, description: 'What happened, in the language of the caller.' })
  title!: string;

  @TextField({ max: WORDS_MAX, description: 'What to do about it.' })
  advice!: string;

  @InstantField({ description: "When it became an incident, by the device's clock." })
  occurredAt!: Date;

  @InstantField({ description: 'When it was found.' })
  raisedAt!: Date;

  @IdField({ nullable: true })
  visitId!: string | null;

  @NestedField(() => PassageGuestResponse, { nullable: true, description: 'null where it is about nobody of ours.' })
  guest!: PassageGuestResponse | null;

  @NestedField(() => IncidentDoorResponse, { nullable: true })
  door!: IncidentDoorResponse | null;

  @IdField({ nullable: true, description: 'The passage that made it one.' })
  passageId!: string | null;

  @TextField({ max: ID_MAX, nullable: true, description: 'Id of the user or API key that looks after it.' })
  ownerId!: string | null;

  @InstantField({ nullable: true })
  takenAt!: Date | null;

  @InstantField({ nullable: true, description: 'When it was closed or withdrawn.' })
  closedAt!: Date | null;

  @TextField({ max: ID_MAX, nullable: true, description: 'Id of the user or API key that closed it.' })
  closedBy!: string | null;

  @TextField({ max: WORDS_MAX, nullable: true, description: 'What whoever closed it said.' })
  closeReason!: string | null;
}

export function showIncident(incident: IncidentView): Plain<IncidentResponse> {
  const { id, version, kind, state, occurredAt, raisedAt, visitId, guestId, guest, doorId, doorName } = incident;
  const { passageId, ownerId, takenAt, closedAt, closedBy, closeReason } = incident;
  return {
    ...{ id, version, kind, state, ...INCIDENT_WORDS[kind][currentContext().language], occurredAt, raisedAt, visitId },
    guest: guestId === null ? null : { id: guestId, fullName: guest?.fullName ?? null },
    door: doorId === null ? null : { id: doorId, name: doorName ?? '' },
    ...{ passageId, ownerId, takenAt, closedAt, closedBy, closeReason },
  };
}

import { EnumField, EnumListField, IdField, InstantField, TextField } from '../../../../platform/http/fields.js';
import { PageQuery } from '../../../../platform/http/page.js';
import { INCIDENT_KINDS, INCIDENT_STATES, type IncidentKind, type IncidentState } from '../domain/incident.js';

export class ListIncidentsQuery extends PageQuery {
  @EnumListField(INCIDENT_STATES, { optional: true, description: 'May repeat.' })
  state?: IncidentState[];

  @EnumField(INCIDENT_KINDS, { optional: true })
  kind?: IncidentKind;

  @IdField({ optional: true })
  visitId?: string;

  @TextField({ max: 64, optional: true, min: 1 })
  doorId?: string;

  @InstantField({ optional: true, description: '`occurredAt` from here on.' })
  from?: Date;

  @InstantField({ optional: true, description: '`occurredAt` before this.' })
  to?: Date;
}

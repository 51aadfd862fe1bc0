import { Injectable } from '@nestjs/common';
import { publish } from '../../../../contracts/events/publish.js';
import { audit } from '../../../../platform/audit/audit-log.js';
import { Clock } from '../../../../platform/clock/clock.js';
import { currentContext } from '../../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { IncidentRepository } from '../persistence/incident.repository.js';
import { lockStanding } from './change-incident.js';
import { type IncidentView, ShowIncidents } from './show-incidents.js';
import { aboutIncident, visitsOf } from './incident-event.js';

/** The caller looks after it from now on, also when somebody else did: shifts change. */
@Injectable()
export class TakeIncident {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incidents: IncidentRepository,
    private readonly show: ShowIncidents,
    private readonly clock: Clock,
  ) {}

  /** Done twice it is done once. @throws INCIDENT_NOT_FOUND, INCIDENT_STALE, INCIDENT_OVER */
  run(id: string, expectedVersion: number | null): Promise<IncidentView> {
    return this.unitOfWork.run(async (tx) => {
      const incident = await lockStanding(tx, this.incidents, id, expectedVersion);
      const { id: ownerId } = currentContext().actor;
      if (incident.ownerId === ownerId) return this.show.one(tx, id);
      const version = incident.version + 1;
      await this.incidents.keep(tx, { ...incident, state: 'taken', version, ownerId, takenAt: this.clock.now() });
      publish(
        tx,
        'monitoring.incident-taken.v1',
        { ...aboutIncident(incident), ownerId },
        { visitIds: visitsOf(incident) },
      );
      const detail = { kind: incident.kind, takenFrom: incident.ownerId };
      audit(tx, { action: 'incidents.take', entity: 'incident', entityId: id, detail });
      return this.show.one(tx, id);
    });
  }
}

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

/** Somebody has looked after it, taken or not. It is never raised again. */
@Injectable()
export class CloseIncident {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incidents: IncidentRepository,
    private readonly show: ShowIncidents,
    private readonly clock: Clock,
  ) {}

  /** @throws INCIDENT_NOT_FOUND, INCIDENT_STALE, INCIDENT_OVER */
  run(id: string, reason: string, expectedVersion: number | null): Promise<IncidentView> {
    return this.unitOfWork.run(async (tx) => {
      const incident = await lockStanding(tx, this.incidents, id, expectedVersion);
      const { id: closedBy } = currentContext().actor;
      const said = { closedAt: this.clock.now(), closedBy, closeReason: reason };
      await this.incidents.keep(tx, { ...incident, ...said, state: 'closed', version: incident.version + 1 });
      publish(
        tx,
        'monitoring.incident-closed.v1',
        { ...aboutIncident(incident), closedBy },
        { visitIds: visitsOf(incident) },
      );
      const detail = { kind: incident.kind, reason };
      audit(tx, { action: 'incidents.close', entity: 'incident', entityId: id, detail });
      return this.show.one(tx, id);
    });
  }
}

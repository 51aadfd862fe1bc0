import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { INCIDENT_KINDS } from './domain/incident.js';
import { IncidentRepository } from './persistence/incident.repository.js';

/** Counted in the database at each look, so that every process tells the same. */
@Injectable()
export class IncidentMetrics {
  constructor(registry: Registry, unitOfWork: UnitOfWork, incidents: IncidentRepository) {
    new Gauge({
      name: 'vestibule_incidents_open',
      help: 'Incidents that nobody has closed, by kind',
      labelNames: ['kind'],
      registers: [registry],
      async collect() {
        const counts = await unitOfWork.read((tx) => incidents.countStanding(tx));
        for (const kind of INCIDENT_KINDS) this.set({ kind }, counts.get(kind) ?? 0);
      },
    });
  }
}

import { type Provider } from '@nestjs/common';
import { CloseIncident } from './application/close-incident.js';
import { FindIncidents } from './application/find-incidents.js';
import { ShowIncidents } from './application/show-incidents.js';
import { SweepLongStays } from './application/sweep-long-stays.js';
import { TakeIncident } from './application/take-incident.js';
import { IncidentMetrics } from './incidents.metrics.js';
import { ForgetIncidents } from './jobs/forget-incidents.js';
import { LongStayLoop } from './jobs/long-stay.loop.js';
import { FindIncidentsWhenTold } from './listeners/find-incidents-when-told.listener.js';
import { IncidentRepository } from './persistence/incident.repository.js';
import { IncidentSources, SqlIncidentSources } from './persistence/incident-sources.js';
import { SqlIncidentRepository } from './persistence/sql-incident.repository.js';

/** What a person at the desk should look after. */
export const incidentProviders: readonly Provider[] = [
  CloseIncident,
  FindIncidents,
  ShowIncidents,
  SweepLongStays,
  TakeIncident,
  IncidentMetrics,
  ForgetIncidents,
  LongStayLoop,
  FindIncidentsWhenTold,
  { provide: IncidentRepository, useClass: SqlIncidentRepository },
  { provide: IncidentSources, useClass: SqlIncidentSources },
];

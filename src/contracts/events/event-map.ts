import { type AccessEvents } from './access-control.events.js';
import { type MonitoringEvents } from './monitoring.events.js';
import { type VisitEvents } from './visits.events.js';

/** Every event there is: `owner.past-fact.version` → its data. A breaking change is a new version beside the old one. */
export interface EventMap extends VisitEvents, AccessEvents, MonitoringEvents {}

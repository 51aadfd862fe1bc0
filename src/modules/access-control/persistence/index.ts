import { AccessControlTables1790000005001 } from './access-control-tables.migration.js';
import { DisabledServers1790000005030 } from './disabled-servers.migration.js';
import { DriftCheckTables1790000005010 } from './drift-check-tables.migration.js';
import { MergedGuests1790000005050 } from './merged-guests.migration.js';
import { PersonRemoval1790000005002 } from './person-removal.migration.js';
import { CleanUp1790000005021 } from './clean-up.migration.js';
import { ServerAdoptions1790000005022 } from './server-adoptions.migration.js';
import { SeenSettings1790000005040 } from './seen-settings.migration.js';
import { ServedVisits1790000005031 } from './served-visits.migration.js';
import { Suspensions1790000005020 } from './suspensions.migration.js';

export const accessControlEntities = [];
export const accessControlMigrations = [
  AccessControlTables1790000005001,
  PersonRemoval1790000005002,
  DriftCheckTables1790000005010,
  Suspensions1790000005020,
  CleanUp1790000005021,
  ServerAdoptions1790000005022,
  DisabledServers1790000005030,
  ServedVisits1790000005031,
  SeenSettings1790000005040,
  MergedGuests1790000005050,
];

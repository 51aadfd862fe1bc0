import { AccessControlTables1790000005001 } from './access-control-tables.migration.js';
import { PersonRemoval1790000005002 } from './person-removal.migration.js';
import { Suspensions1790000005020 } from './suspensions.migration.js';

export const accessControlEntities = [];
export const accessControlMigrations = [
  AccessControlTables1790000005001,
  PersonRemoval1790000005002,
  Suspensions1790000005020,
];

import { AccessControlTables1790000005001 } from './access-control-tables.migration.js';
import { PersonRemoval1790000005002 } from './person-removal.migration.js';

export const accessControlEntities = [];
export const accessControlMigrations = [AccessControlTables1790000005001, PersonRemoval1790000005002];

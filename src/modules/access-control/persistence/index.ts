import { AccessControlTables1790000005001 } from './access-control-tables.migration.js';

export const accessControlEntities = [];
export const accessControlMigrations = [AccessControlTables1790000005001];

import { Identity1790000002001 } from './identity.migration.js';

export const identityEntities = [];
export const identityMigrations = [Identity1790000002001];

import { AuditLog1790000001002 } from './migrations/audit-log.migration.js';
import { EventLog1790000001001 } from './migrations/event-log.migration.js';
import { IdempotencyKeys1790000001500 } from './migrations/idempotency-keys.migration.js';

export const platformEntities = [];
export const platformMigrations = [EventLog1790000001001, AuditLog1790000001002, IdempotencyKeys1790000001500];

export { HealthContributor } from './health/health-contributor.js';
export { HealthModule } from './health/health.module.js';
export { PlatformModule } from './platform.module.js';
export { TRANSACTION_HOOKS, type PlatformOptions } from './platform.tokens.js';

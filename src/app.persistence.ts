import { type MigrationInterface } from 'typeorm';
import { accessControlEntities, accessControlMigrations } from './modules/access-control/index.js';
import { hikcentralGatewayEntities, hikcentralGatewayMigrations } from './modules/hikcentral-gateway/index.js';
import { identityEntities, identityMigrations } from './modules/identity/index.js';
import { monitoringEntities, monitoringMigrations } from './modules/monitoring/index.js';
import { visitsEntities, visitsMigrations } from './modules/visits/index.js';
import { platformEntities, platformMigrations } from './platform/index.js';

type EntityClass = new () => object;
type MigrationClass = new () => MigrationInterface;

/** Tables of every room, in the order in which their migrations run (timestamps agree with it). */
export const ENTITIES: readonly EntityClass[] = [
  ...platformEntities,
  ...identityEntities,
  ...hikcentralGatewayEntities,
  ...visitsEntities,
  ...accessControlEntities,
  ...monitoringEntities,
];
export const MIGRATIONS: readonly MigrationClass[] = [
  ...platformMigrations,
  ...identityMigrations,
  ...hikcentralGatewayMigrations,
  ...visitsMigrations,
  ...accessControlMigrations,
  ...monitoringMigrations,
];

export { AccessControlModule } from './access-control.module.js';
export { accessControlEntities, accessControlMigrations } from './persistence/index.js';

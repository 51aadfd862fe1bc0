export { FirstAdmin } from './application/first-admin.js';
export { IdentityModule } from './identity.module.js';
export { identityEntities, identityMigrations } from './persistence/index.js';

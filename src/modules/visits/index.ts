export * from './visit-claims.js';
export * from './visits.errors.js';
export { visitsEntities, visitsMigrations } from './persistence/index.js';
export { VisitsModule } from './visits.module.js';

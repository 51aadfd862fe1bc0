export { MonitoringModule } from './monitoring.module.js';
export { monitoringEntities, monitoringMigrations } from './persistence/index.js';

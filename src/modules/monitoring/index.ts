export { MonitoringModule } from './monitoring.module.js';
export { monitoringEntities, monitoringMigrations } from './persistence/index.js';
export { KeepDoorClocks } from './application/keep-door-clocks.js';
export { ReadPassages } from './application/read-passages.js';
export { StorePage } from './application/store-page.js';
export { ReadingPositionRepository } from './persistence/reading-position.repository.js';

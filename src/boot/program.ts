import 'reflect-metadata';

/** Everything that is heavy to load, behind one door for `start.ts`. */
export { applyMigrations, refusePendingMigrations } from '../app.migrations.js';
export { createApp } from './create-app.js';
export { FirstAdmin } from '../modules/identity/index.js';

import { type MigrationInterface } from 'typeorm';
import { platformEntities, platformMigrations } from './platform/index.js';

type EntityClass = new () => object;
type MigrationClass = new () => MigrationInterface;

/** Tables of every room, in the order in which their migrations run (timestamps agree with it). */
export const ENTITIES: readonly EntityClass[] = [...platformEntities];
export const MIGRATIONS: readonly MigrationClass[] = [...platformMigrations];

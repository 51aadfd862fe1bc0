import { type MigrationInterface } from 'typeorm';

type EntityClass = new () => object;
type MigrationClass = new () => MigrationInterface;

/** Tables of every room, in the order in which their migrations run (timestamps agree with it). */
export const ENTITIES: readonly EntityClass[] = [];
export const MIGRATIONS: readonly MigrationClass[] = [];

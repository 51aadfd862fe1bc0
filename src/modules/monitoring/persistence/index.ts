import { DoorEntity } from './door.entity.js';
import { Passages1790000006001 } from './migrations/passages.migration.js';
import { PassageEntity } from './passage.entity.js';

export const monitoringEntities = [DoorEntity, PassageEntity] as const;
export const monitoringMigrations = [Passages1790000006001] as const;

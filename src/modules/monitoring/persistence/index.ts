import { DoorEntity } from './door.entity.js';
import { CursorsByType1790000006011 } from './migrations/cursors-by-type.migration.js';
import { DoorOpenings1790000006031 } from './migrations/door-openings.migration.js';
import { DoorWatch1790000006013 } from './migrations/door-watch.migration.js';
import { PassageCaptures1790000006030 } from './migrations/passage-captures.migration.js';
import { Incidents1790000006040 } from './migrations/incidents.migration.js';
import { PassageRetention1790000006014 } from './migrations/passage-retention.migration.js';
import { Passages1790000006001 } from './migrations/passages.migration.js';
import { PassageRings1790000006010 } from './migrations/passage-rings.migration.js';
import { LateRounds1790000006012 } from './migrations/late-rounds.migration.js';
import { PassageEntity } from './passage.entity.js';

export const monitoringEntities = [DoorEntity, PassageEntity] as const;
export const monitoringMigrations = [
  Passages1790000006001,
  PassageRings1790000006010,
  CursorsByType1790000006011,
  LateRounds1790000006012,
  DoorWatch1790000006013,
  PassageRetention1790000006014,
  PassageCaptures1790000006030,
  DoorOpenings1790000006031,
  Incidents1790000006040,
] as const;

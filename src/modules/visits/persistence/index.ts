import { GuestEntity } from './guest.entity.js';
import { GuestPhotoEntity } from './guest-photo.entity.js';
import { GuestsAndVisits1790000004001 } from './migrations/guests-and-visits.migration.js';
import { GuestMerges1790000004030 } from './migrations/guest-merges.migration.js';
import { PhotoDeletions1790000004020 } from './migrations/photo-deletions.migration.js';
import { VisitEntity } from './visit.entity.js';

export const visitsEntities = [GuestEntity, GuestPhotoEntity, VisitEntity] as const;
export const visitsMigrations = [
  GuestsAndVisits1790000004001,
  PhotoDeletions1790000004020,
  GuestMerges1790000004030,
] as const;

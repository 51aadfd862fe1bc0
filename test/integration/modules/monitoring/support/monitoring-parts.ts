import { Registry } from 'prom-client';
import { type DoorDirection } from '../../../../../src/config/settings.js';
import { ReadLatePassages } from '../../../../../src/modules/monitoring/application/read-late-passages.js';
import { ReadPassages } from '../../../../../src/modules/monitoring/application/read-passages.js';
import { SeeDoors } from '../../../../../src/modules/monitoring/application/see-doors.js';
import { StorePage } from '../../../../../src/modules/monitoring/application/store-page.js';
import { MonitoringMetrics } from '../../../../../src/modules/monitoring/monitoring.metrics.js';
import { SqlDoorRepository } from '../../../../../src/modules/monitoring/persistence/sql-door.repository.js';
import { SqlLateRounds } from '../../../../../src/modules/monitoring/persistence/sql-late-rounds.js';
import { SqlPassageRepository } from '../../../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { SqlReadingPositionRepository } from '../../../../../src/modules/monitoring/persistence/sql-reading-position.repository.js';
import { type Clock } from '../../../../../src/platform/clock/clock.js';
import { someSettings } from '../../../../support/settings.js';
import { type TestPlatform } from '../../../../support/platform.js';
import { KnownCodes } from './known-codes.js';

export const SERVER_ID = '0197a000-0000-7000-8000-000000000001';
export const GUEST_ID = '0197a000-0000-7000-8000-0000000000aa';
export const GUEST_CODE = 'V202606100001';

/** The reading half of the module on a real database, with one guest known by `GUEST_CODE`. */
export function monitoringParts(platform: TestPlatform<Clock>, doorDirections: readonly DoorDirection[] = []) {
  const { unitOfWork, vault, clock, random } = platform;
  const settings = someSettings({ doorDirections });
  const codes = new KnownCodes();
  codes.guestIds.set(GUEST_CODE, GUEST_ID);
  const registry = new Registry();
  const metrics = new MonitoringMetrics(registry, clock);
  const passages = new SqlPassageRepository();
  const positions = new SqlReadingPositionRepository();
  const doors = new SqlDoorRepository();
  const seeDoors = new SeeDoors(doors, settings);
  const storePage = new StorePage(unitOfWork, codes, seeDoors, passages, vault, clock, random, metrics);
  const readPassages = new ReadPassages(positions, storePage, metrics, clock);
  const readLatePassages = new ReadLatePassages(unitOfWork, codes, new SqlLateRounds(), storePage, clock);
  return { readLatePassages, settings, codes, registry, metrics, passages, positions, doors, storePage, readPassages };
}

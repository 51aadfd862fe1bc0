import { Registry } from 'prom-client';
import { type DoorDirection } from '../../../../../src/config/settings.js';
import { DoorClocks } from '../../../../../src/modules/monitoring/application/door-clocks.js';
import { KeepDoorClocks } from '../../../../../src/modules/monitoring/application/keep-door-clocks.js';
import { ReadLatePassages } from '../../../../../src/modules/monitoring/application/read-late-passages.js';
import { ReadPassages } from '../../../../../src/modules/monitoring/application/read-passages.js';
import { ReadWatermark } from '../../../../../src/modules/monitoring/application/read-watermark.js';
import { RefreshDoors } from '../../../../../src/modules/monitoring/application/refresh-doors.js';
import { SeeDoors } from '../../../../../src/modules/monitoring/application/see-doors.js';
import { StorePage } from '../../../../../src/modules/monitoring/application/store-page.js';
import { DoorMetrics } from '../../../../../src/modules/monitoring/door.metrics.js';
import { MonitoringMetrics } from '../../../../../src/modules/monitoring/monitoring.metrics.js';
import { SqlDoorRepository } from '../../../../../src/modules/monitoring/persistence/sql-door.repository.js';
import { SqlLateRounds } from '../../../../../src/modules/monitoring/persistence/sql-late-rounds.js';
import { SqlPassageRepository } from '../../../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { SqlReadingPositionRepository } from '../../../../../src/modules/monitoring/persistence/sql-reading-position.repository.js';
import { type Clock } from '../../../../../src/platform/clock/clock.js';
import { type CardholderDirectory } from '../../../../../src/contracts/ports/guest-directory.js';
import { type HikCentralGateway } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { someSettings } from '../../../../support/settings.js';
import { type TestPlatform } from '../../../../support/platform.js';
import { KnownCodes } from './known-codes.js';

export const SERVER_ID = '0197a000-0000-7000-8000-000000000001';
export const GUEST_ID = '0197a000-0000-7000-8000-0000000000aa';
export const GUEST_CODE = 'V202606100001';

/** The reading half of the module on a real database, with one guest known by `GUEST_CODE`. */
export function monitoringParts(
  platform: TestPlatform<Clock>,
  doorDirections: readonly DoorDirection[] = [],
  directory?: CardholderDirectory,
) {
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
  const storePage = new StorePage(unitOfWork, directory ?? codes, seeDoors, passages, vault, clock, random, metrics);
  const doorClocks = new DoorClocks();
  const readPassages = new ReadPassages(positions, storePage, doorClocks, metrics, clock);
  const readLatePassages = new ReadLatePassages(unitOfWork, codes, new SqlLateRounds(), storePage, clock);
  const doorMetrics = new DoorMetrics(registry);
  const refreshDoors = new RefreshDoors(unitOfWork, doors, settings, doorMetrics, clock);
  const logger = new TestLogger();
  const keepDoorClocks = new KeepDoorClocks(unitOfWork, doorClocks, doors, doorMetrics, clock, logger);
  const watermarkOf = (serverId: string): ReadWatermark => {
    const server = { id: serverId, name: 'Test', baseUrl: 'https://hikcentral.test', organisationId: null };
    const gateway: Pick<HikCentralGateway, 'servers'> = { servers: () => Promise.resolve([server]) };
    return new ReadWatermark(unitOfWork, gateway as HikCentralGateway, positions, doors);
  };
  return {
    ...{ settings, codes, registry, metrics, logger, passages, positions, doors, storePage },
    ...{ readPassages, readLatePassages, refreshDoors, keepDoorClocks, watermarkOf },
  };
}

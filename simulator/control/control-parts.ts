import { type Availability, type DownMode } from '../server/availability.js';
import { type History } from '../server/history.js';
import { type Pipeline } from '../server/pipeline.js';
import { type RateLimit, type RateLimiter } from '../server/rate-limit.js';
import { type ResultSettings } from '../world/application-results.js';
import { type EventTroubleSettings } from '../world/event-troubles.js';
import { type World } from '../world/world.js';
import { type FaultBook } from './faults.js';

export interface ControlParts {
  readonly appKey: string;
  readonly world: World;
  readonly faults: FaultBook;
  readonly history: History;
  readonly limiter: RateLimiter;
  readonly pipeline: Pipeline;
  readonly availability: Availability;
  readonly serverClock: { offsetMs: number };
  readonly pushFaults?: PushTrouble;
}

/** What befalls pushes on their way. */
export interface PushSettings {
  readonly lossRate?: number;
  readonly duplicateRate?: number;
  readonly shuffle?: boolean;
  readonly delayMs?: number;
}

/** As much of the push engine as is set from here. */
export interface PushTrouble {
  set(settings: PushSettings): void;
}

/** What is set to go wrong, faults and doors apart. */
export interface ControlSettings {
  readonly limit: RateLimit;
  readonly application: ResultSettings;
  readonly events: EventTroubleSettings;
  readonly serverClockOffsetMs: number;
  readonly down: DownMode | null;
  readonly personCapacity: number | null;
  readonly backups: readonly string[];
}

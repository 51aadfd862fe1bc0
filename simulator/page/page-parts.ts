import { type SimulatorControl } from '../control/control.js';
import { type FaultBook } from '../control/faults.js';
import { type Scheduler } from '../runtime/time.js';
import { type Availability } from '../server/availability.js';
import { type History } from '../server/history.js';
import { type RateLimiter } from '../server/rate-limit.js';
import { type World } from '../world/world.js';

/** What the page looks at and works with. */
export interface PageParts {
  readonly appKey: string;
  /** Shown in the first lines of help; null where it is not the documented default. */
  readonly shownAppSecret: string | null;
  readonly world: World;
  readonly control: SimulatorControl;
  readonly history: History;
  readonly limiter: RateLimiter;
  readonly faults: FaultBook;
  readonly availability: Availability;
  readonly scheduler: Scheduler;
  readonly serverClock: { readonly offsetMs: number };
  readonly trueNowMs: () => number;
}

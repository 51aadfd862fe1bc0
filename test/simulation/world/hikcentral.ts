import { type PipelineParts, Pipeline } from '../../../simulator/server/pipeline.js';
import { SimulatorControl } from '../../../simulator/control/control.js';
import { FaultBook } from '../../../simulator/control/faults.js';
import { type Availability } from '../../../simulator/server/availability.js';
import { History } from '../../../simulator/server/history.js';
import { DEFAULT_LIMIT, RateLimiter } from '../../../simulator/server/rate-limit.js';
import { SignatureGate } from '../../../simulator/server/signature.js';
import { DEFAULT_DOORS, DEFAULT_LEVELS, firstDay } from '../../../simulator/world/default-world.js';
import { NO_EVENT_TROUBLES } from '../../../simulator/world/event-troubles.js';
import { type Effect, Journal } from '../../../simulator/world/journal.js';
import { World } from '../../../simulator/world/world.js';
import { type VirtualTime } from './virtual-time.js';

export const APP_KEY = '21830457';
export const APP_SECRET = 'simulator0secret0001';

export interface HikCentralOptions {
  readonly seed: number;
  readonly employeeCount: number;
  readonly calls: number;
  readonly windowMs: number;
  readonly applyDelayMs: number;
  readonly softVersion: string;
}

/** The simulator without its sockets: the same pipeline, world and control, on the time of one simulated world. */
export class HikCentral {
  readonly control: SimulatorControl;
  readonly world: World;
  readonly pipeline: Pipeline;
  /** Every change of the world, oldest first; the simulator's own list is copied whenever somebody looks. */
  readonly effects: Effect[] = [];
  /** Told of each at its instant, before anything else can change. */
  onEffect: (effect: Effect) => void = () => undefined;
  /** HikCentral's offset in its answers; changes with daylight saving. */
  zoneOffsetMinutes = 120;
  /** Older ones want one type of event named in each reading. */
  readonly readsAllTypes: boolean;
  private readonly serverClock = { offsetMs: 0 };

  constructor(
    private readonly time: VirtualTime,
    { seed, employeeCount, calls, windowMs, applyDelayMs, softVersion }: HikCentralOptions,
  ) {
    this.readsAllTypes = softVersion.startsWith('V3');
    const trueNowMs = (): number => time.nowMs;
    const serverNowMs = (): number => this.serverNowMs();
    const scheduler = { after: (delayMs: number, run: () => void) => time.after(delayMs, run) };
    const plan = { rootOrgName: 'Site', employeeCount, seed, doors: DEFAULT_DOORS, levels: DEFAULT_LEVELS };
    const journal = new Journal(trueNowMs);
    this.world = new World(
      firstDay(plan, `salt-${seed}`, trueNowMs()),
      {
        applyDelayMs,
        eventDelayMs: 1_000,
        personCapacity: null,
        visits: { needApproval: false, endByThemselves: false },
      },
      journal,
      scheduler,
      serverNowMs,
    );
    this.world.eventTroubles.change({ ...NO_EVENT_TROUBLES, seed });
    const faults = new FaultBook(trueNowMs);
    const limiter = new RateLimiter({ ...DEFAULT_LIMIT, calls, windowMs });
    const history = new History(trueNowMs, { appKeys: [APP_KEY], windowsMs: [windowMs] });
    journal.onChange((effect) => history.noteEffect(effect));
    journal.onChange((effect) => {
      this.effects.push(effect);
      this.onEffect(effect);
    });
    const parts: PipelineParts = {
      world: this.world,
      profile: this.profile(softVersion),
      gate: new SignatureGate(new Map([[APP_KEY, APP_SECRET]])),
      limiter,
      faults,
      history,
      scheduler,
      serverNowMs,
      trueNowMs,
    };
    this.pipeline = new Pipeline(parts);
    this.control = new SimulatorControl({
      appKey: APP_KEY,
      world: this.world,
      faults,
      history,
      limiter,
      pipeline: this.pipeline,
      availability: NO_SOCKETS,
      serverClock: this.serverClock,
    });
  }

  serverNowMs(): number {
    return this.time.nowMs + this.serverClock.offsetMs;
  }

  private profile(softVersion: string): PipelineParts['profile'] {
    const zoneOffsetMinutes = (): number => this.zoneOffsetMinutes;
    return {
      softVersion,
      groupShape: 'flat',
      omitsEmptyLists: false,
      deletePassword: null,
      get zoneOffsetMinutes() {
        return zoneOffsetMinutes();
      },
      mayPushTo: () => false,
    };
  }
}

/** Being away is the wire's part here. */
const NO_SOCKETS = { downMode: () => null } as unknown as Availability;

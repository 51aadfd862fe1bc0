import { type IsapiDeviceOptions } from './isapi/options.js';
import { type Clock, type Scheduler } from './runtime/time.js';
import { type Scenario } from './scenario/scenario.js';
import { type RateLimit } from './server/rate-limit.js';
import { type DoorPlan, type LevelPlan } from './world/default-world.js';

export interface Partner {
  readonly appKey: string;
  readonly appSecret: string;
}

export interface SimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. The control API is served on loopback addresses only. */
  readonly host?: string;
  /** The world is read from this file at the start and saved to it; without one it lives in memory. */
  readonly stateFile?: string;
  /** What happens by itself from the start on; see `scenario/scenario.ts` for its form. */
  readonly scenario?: Scenario;
  /** How many of the newest entries history keeps of each kind. Default 200 000. */
  readonly keptHistory?: number;
  /** What event ids are made of; by default random, so that a new world repeats none. The same salt makes the same ids. */
  readonly eventIdSalt?: string;
  /** Called when saving fails; by default the process learns of it as an unhandled error. */
  readonly onSaveError?: (error: unknown) => void;

  readonly appKey?: string;
  readonly appSecret?: string;
  /** Further partners, each with a budget of its own. */
  readonly otherPartners?: readonly Partner[];

  /** Default 10 calls in any 60 000 ms, 429 with seconds, refused calls uncounted; `calls: null` lifts the limit. */
  readonly limit?: Partial<RateLimit>;

  /** Default 300: from a reapplication to the copy on a door. */
  readonly applyDelayMs?: number;
  /** Default 1000: from the recording of an event to its visibility in door/events. */
  readonly eventDelayMs?: number;
  /** How many persons the licence allows; null, the default, for any number. */
  readonly personCapacity?: number | null;

  /** Hosts beside loopback that events may be pushed to; none by default, so that nothing leaves the machine unasked. */
  readonly pushHosts?: readonly string[];
  /** Whether reservations of visitors wait for approval, and whether visits end by themselves; by default neither. */
  readonly visits?: { readonly needApproval?: boolean; readonly endByThemselves?: boolean };
  /** Default `V3.1.0.0`. */
  readonly softVersion?: string;
  readonly groupShape?: 'flat' | 'nested';
  readonly omitsEmptyLists?: boolean;
  /** Asks deletions for this `adminPassword`; null, the default, asks for none. */
  readonly deletePassword?: string | null;
  /** The server's zone in answers, `±HH:MM`; default `+05:00`, so that nobody can take it for UTC. */
  readonly zoneOffset?: string;

  readonly rootOrgName?: string;
  /** Default 2000 persons who are not ours. */
  readonly employeeCount?: number;
  /** The same seed makes the same employees. Default 1. */
  readonly seed?: number;
  readonly doors?: readonly DoorPlan[];
  readonly levels?: readonly LevelPlan[];

  /** Terminals and door controllers beside it, each with a server and a world of its own. None by default. */
  readonly devices?: readonly IsapiDeviceOptions[];

  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
}

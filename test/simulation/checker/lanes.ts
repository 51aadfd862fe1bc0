import { type CallsHeard } from './calls-heard.js';
import { PATHS } from './paths.js';

/** Nobody revokes by them. */
const NEVER_REVOKING: ReadonlySet<string> = new Set([
  PATHS.addPerson,
  PATHS.updateFace,
  PATHS.giveLevel,
  PATHS.passages,
  PATHS.persons,
]);
/** Passages are read at least so often (I16). */
const PASSAGES_EVERY_MS = 300_000;

export interface LaneLimits {
  readonly calls: number;
  readonly reserve: number;
  readonly windowMs: number;
}

/** Who may use which calls of a window (I16). */
export class Lanes {
  private readonly general: number[] = [];
  private wasRead = true;
  private unreadMs = 0;

  constructor(
    calls: CallsHeard,
    private readonly limits: LaneLimits,
    private readonly violate: (invariant: string, text: string) => void,
  ) {
    calls.onArrival(({ path, atMs }) => {
      if (path === PATHS.passages) this.wasRead = true;
      if (NEVER_REVOKING.has(path)) this.noteGeneral(atMs);
    });
  }

  /** @param healthyMs since the last look */
  sample(healthyMs: number): void {
    const before = this.unreadMs;
    this.unreadMs = this.wasRead ? 0 : before + healthyMs;
    this.wasRead = false;
    if (this.unreadMs > PASSAGES_EVERY_MS && before <= PASSAGES_EVERY_MS) {
      this.violate('I16', `no passages were asked for during ${Math.round(this.unreadMs / 1_000)} healthy seconds`);
    }
  }

  private noteGeneral(atMs: number): void {
    const { general, limits } = this;
    general.push(atMs);
    while (general[0]! <= atMs - limits.windowMs) general.shift();
    const most = limits.calls - limits.reserve;
    if (general.length > most) {
      this.violate('I16', `${general.length} calls that revoke nothing within a window that leaves them ${most}`);
    }
  }
}

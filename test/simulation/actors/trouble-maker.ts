import { type SimulatedSite } from '../simulated-site.js';
import { type Tier } from '../tiers.js';
import { type Dice } from '../world/dice.js';
import { AMBUSHES, TROUBLE_KINDS, type TroubleKind, TROUBLES } from './troubles.js';

/** Starts a process again after one died, as an orchestrator does. */
const RESTART_MS = { least: 2_000, most: 60_000 } as const;

/** Draws what goes wrong, and when; keeps a process running. */
export class TroubleMaker {
  private isOver = false;

  constructor(
    private readonly site: SimulatedSite,
    private readonly dice: Dice,
    private readonly tier: Tier,
    private readonly kinds: readonly TroubleKind[] = TROUBLE_KINDS,
  ) {
    const restart = dice.fork();
    site.onProcessEnd = () => {
      if (site.processes.length > 0) return;
      const afterMs = restart.between(RESTART_MS.least, RESTART_MS.most);
      site.troubles.note(afterMs);
      site.time.after(afterMs, () => {
        if (site.processes.length === 0) site.startProcess();
      });
    };
  }

  async run(untilMs: number): Promise<void> {
    const { site, dice, tier, kinds } = this;
    if (kinds.length === 0) return;
    const count = dice.between(tier.faults.least, tier.faults.most);
    const spanMs = untilMs - site.time.nowMs;
    const startMs = site.time.nowMs;
    const plan = Array.from({ length: count }, () => ({
      atMs: startMs + dice.fraction() * spanMs,
      kind: dice.pick(kinds),
      dice: dice.fork(),
    }));
    // One of those that wait for the worst moment is in every world, early enough to meet it.
    const ambush = dice.pick(AMBUSHES);
    plan.push({ atMs: startMs + (dice.fraction() * spanMs) / 4, kind: ambush, dice: dice.fork() });
    plan.sort((a, b) => a.atMs - b.atMs);
    for (const { atMs, kind, dice: own } of plan) {
      await site.until(atMs);
      if (this.isOver) return;
      const text = TROUBLES[kind](site, own);
      if (text !== null) site.story.trouble(kind, text);
    }
  }

  /** From here on HikCentral, its doors and the wire are well. */
  endAll(): void {
    this.isOver = true;
    const { control } = this.site.hikcentral;
    control.faults.clear();
    this.site.wire.trouble = null;
    control.setServerClockOffset(0);
    for (const doorId of ['1', '2', '3', '4']) {
      control.failApplications(doorId, null);
      control.setDoor(doorId, { isOnline: true, clockOffsetMs: 0 });
    }
  }
}

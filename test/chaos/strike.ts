import { setTimeout as pause } from 'node:timers/promises';
import { type Dice } from '../simulation/world/dice.js';
import { waitFor } from '../support/wait-for.js';
import { HeldCall } from './hold-call.js';
import { type Blow, type Heir } from './round.js';
import { CALL_TIMEOUT_MS, type Holder, type Site } from './site.js';

const LATEST_BLOW_MS = 100;
const LATE_BY_MS = { least: 1_200, most: CALL_TIMEOUT_MS - 200 };
/** A frozen holder's connection is cut after eight seconds of silence. */
const HAND_OVER_MS = 30_000;
/** Shorter than a heartbeat is good for: the heir is frozen so long and still holds its lease afterwards. */
const WATCH_MS = 3_000;
/** What an heir had sent before it was frozen has arrived by then. */
const ON_ITS_WAY_MS = 200;
const LOOK_EVERY_MS = 20;

/** Hits the process that made a call while that call is held, and brings its heir. */
export class Strike {
  /** Of `performance.now()`: when the heir could begin. */
  heirBeganAtMs: number | null = null;
  private readonly held: HeldCall;
  private readonly lateByMs: number;
  private frozen: Holder | null = null;

  /** The call is waited for from now on. */
  constructor(
    private readonly site: Site,
    private readonly blow: Blow,
    private readonly heir: Heir,
    private readonly dice: Dice,
    private readonly beforeBlow: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.lateByMs = dice.between(LATE_BY_MS.least, LATE_BY_MS.most);
    this.held = new HeldCall(site.simulator.control, blow, heir, this.lateByMs);
  }

  /** @returns false when the call was not made before {@link giveUp}, or was over before the process was hit */
  async land(): Promise<boolean> {
    if (!(await this.held.untilCaught())) return false;
    const caughtAtMs = performance.now();
    this.site.story.add(`held: ${this.blow.point.path}`);
    await this.beforeBlow();
    await pause(this.dice.between(0, LATEST_BLOW_MS));
    const struck = await this.hit();
    const heldMs = performance.now() - caughtAtMs;
    await this.bringHeir(struck);
    return heldMs < (this.blow.moment === 'late' ? this.lateByMs : CALL_TIMEOUT_MS);
  }

  /** Or until that time has passed. */
  async untilCaught(withinMs: number): Promise<void> {
    const deadlineMs = performance.now() + withinMs;
    while (!this.held.isCaught() && performance.now() < deadlineMs) await pause(LOOK_EVERY_MS);
  }

  giveUp(): void {
    this.held.giveUp();
  }

  /** Wakes who was frozen while its heir stands still: whatever arrives then is from the one that has no right any more. */
  async wake(): Promise<readonly string[]> {
    if (this.frozen === null) return [];
    const { process: woken } = this.frozen;
    const { control } = this.site.simulator;
    const heir = await this.site.holder();
    heir!.process.freeze();
    await pause(ON_ITS_WAY_MS);
    const before = control.arrivals().length;
    woken.goOn();
    this.site.story.add(`process ${woken.pid} goes on`);
    await pause(WATCH_MS);
    const sent = control.arrivals().slice(before);
    heir!.process.goOn();
    return sent.map(({ path }) => `a process that had lost its lease sent ${path}`);
  }

  private async hit(): Promise<Holder> {
    const holder = await this.site.holder();
    if (holder === null) throw new Error('a call was made and nobody holds the lease');
    if (this.heir !== 'freeze') await this.site.kill(holder.process);
    else {
      holder.process.freeze();
      this.frozen = holder;
      this.site.story.add(`process ${holder.process.pid} frozen`);
    }
    return holder;
  }

  private async bringHeir({ process, epoch }: Holder): Promise<void> {
    this.heirBeganAtMs = performance.now();
    if (this.heir === 'restart') return this.site.replace(process);
    await waitFor(async () => ((await this.site.holder())?.epoch ?? 0) > epoch, 'the next holder', HAND_OVER_MS);
  }
}

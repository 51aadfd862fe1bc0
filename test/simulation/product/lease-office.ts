import { type LeaseEpochs } from '../storage/storage.js';
import { untilEnded } from '../world/quiescence.js';
import { type VirtualTime } from '../world/virtual-time.js';
import { type HeldLease } from '../../../src/modules/hikcentral-gateway/session/session-parts.js';
import { type Life } from './life.js';

/** PostgreSQL ends the connection of a holder that has been silent for this long. */
const SILENT_HOLDER_MS = 8_000;
/** How long a heartbeat is good for. */
const VALID_MS = 5_000;

/** The lease as PostgreSQL and the heartbeat make it: one holder, whoever waits is next, a silent holder loses it. */
export class LeaseOffice {
  private holder: SimulatedLease | null = null;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly time: VirtualTime,
    private readonly epochs: LeaseEpochs,
    readonly leaseKey: string,
  ) {}

  /** Resolves for a process that is alive and next; never for one that died waiting. */
  async acquire(life: Life): Promise<SimulatedLease> {
    while (this.holder !== null) await new Promise<void>((resolve) => this.queue.push(() => life.deliver(resolve)));
    const lease = new SimulatedLease(this.leaseKey, life, () => this.release(lease));
    this.holder = lease;
    lease.epoch = await untilEnded(this.epochs.take(this.leaseKey, 'simulated'));
    return lease;
  }

  /** Its process died, or gave it up. */
  release(lease: SimulatedLease): void {
    if (this.holder !== lease) return;
    this.holder = null;
    for (const wake of this.queue.splice(0)) wake();
  }

  processEnded(life: Life): void {
    if (this.holder?.life === life) this.release(this.holder);
  }

  /** @param forMs how long this process will be silent */
  processFrozen(life: Life, forMs: number): void {
    const { holder } = this;
    if (holder?.life !== life || forMs < VALID_MS) return;
    holder.isOverdue = true;
    if (forMs >= SILENT_HOLDER_MS) this.time.after(SILENT_HOLDER_MS, () => this.release(holder));
  }
}

export class SimulatedLease implements HeldLease {
  epoch = 0;
  /** No heartbeat came in time; noticed by whoever looks first once the process is awake. */
  isOverdue = false;
  private readonly loss = new AbortController();

  constructor(
    readonly key: string,
    readonly life: Life,
    private readonly release: () => void,
  ) {}

  get signal(): AbortSignal {
    return this.loss.signal;
  }

  isValid(): boolean {
    if (this.isOverdue && !this.life.clock.isFrozen) this.lose();
    return !this.loss.signal.aborted;
  }

  lose(): void {
    this.loss.abort();
  }

  giveUp(): void {
    this.lose();
    this.release();
  }
}

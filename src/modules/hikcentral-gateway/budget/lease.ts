import { type Client } from 'pg';
import { type Clock } from '../../../platform/clock/clock.js';
import { patience } from './patience.js';

export const HEARTBEAT_MS = 1_000;
/** How long a heartbeat is good for, from the moment it was asked for. */
export const LEASE_VALID_MS = 5_000;
const GOODBYE_MS = 1_000;

/** The exclusive right to speak to one HikCentral; lost for good when a heartbeat fails or comes too late. */
export class Lease {
  private readonly loss = new AbortController();
  private validUntilMs: number;

  /** @param askedAtMs monotonic, before the query that took the lease */
  constructor(
    readonly key: string,
    readonly epoch: number,
    private readonly client: Client,
    private readonly clock: Clock,
    askedAtMs: number,
  ) {
    this.validUntilMs = askedAtMs + LEASE_VALID_MS;
    client.on('error', () => this.lose());
    client.on('end', () => this.lose());
  }

  /** Aborted when the lease is lost or given up. */
  get signal(): AbortSignal {
    return this.loss.signal;
  }

  /** By the monotonic clock, so that it is false in the first instruction after a freeze. */
  isValid(): boolean {
    if (!this.loss.signal.aborted && this.clock.monotonicMs() >= this.validUntilMs) this.lose();
    return !this.loss.signal.aborted;
  }

  /** Beats until the lease is lost; the lock goes with the connection. */
  async keep(): Promise<void> {
    while (this.isValid()) {
      const cancelWatch = this.clock.after(this.validUntilMs - this.clock.monotonicMs(), () => this.isValid());
      await this.beat();
      await this.clock.sleep(HEARTBEAT_MS, this.signal);
      cancelWatch();
    }
  }

  /** Gives the lock back at once; a connection that does not end is left to PostgreSQL. */
  async release(): Promise<void> {
    this.lose();
    await patience(this.clock, GOODBYE_MS, this.client.end());
  }

  lose(): void {
    this.loss.abort();
  }

  private async beat(): Promise<void> {
    const askedAtMs = this.clock.monotonicMs();
    const isOurs = await this.client
      .query<{ epoch: string }>('SELECT epoch FROM hikcentral_leases WHERE lease_key = $1', [this.key])
      // Whatever broke on this connection, the lock may be gone with it: that is a lost lease, reported by the keeper.
      .then(
        ({ rows }) => Number(rows[0]?.epoch) === this.epoch,
        () => false,
      );
    if (isOurs) this.validUntilMs = askedAtMs + LEASE_VALID_MS;
    else this.lose();
  }
}

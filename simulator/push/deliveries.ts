import { Ring } from '../runtime/ring.js';

/**
 * `delivered` 2xx in time, `refused` any other answer, `timeout` none in time, `unreachable` no connection, `forbidden` a
 * destination this simulator may not speak to, `lost` kept back by a fault, `dropped` given up unsent: too many kept, or too old.
 */
export type DeliveryOutcome = 'delivered' | 'refused' | 'timeout' | 'unreachable' | 'forbidden' | 'lost' | 'dropped';

/** One push that was tried or given up. */
export interface Delivery {
  readonly sequence: number;
  readonly atMs: number;
  readonly appKey: string | null;
  readonly eventDest: string;
  readonly eventIds: readonly string[];
  readonly outcome: DeliveryOutcome;
  readonly httpStatus: number | null;
}

const KEPT_DELIVERIES = 100_000;

/** Append-only: what was pushed and what became of it; the oldest go when there are very many. */
export class Deliveries {
  private readonly entries = new Ring<Delivery>(KEPT_DELIVERIES);
  private sequence = 0;

  constructor(
    private readonly nowMs: () => number,
    private readonly onAdd: (delivery: Delivery) => void = () => undefined,
  ) {}

  add(details: Omit<Delivery, 'sequence' | 'atMs'>): void {
    this.sequence += 1;
    const delivery = { sequence: this.sequence, atMs: this.nowMs(), ...details };
    this.entries.add(delivery);
    this.onAdd(delivery);
  }

  all(): readonly Delivery[] {
    return this.entries.items();
  }
}

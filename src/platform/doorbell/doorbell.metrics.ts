import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What the bells tell Prometheus. */
@Injectable()
export class DoorbellMetrics {
  readonly rings: Counter<'bell'>;
  /** Harmless while short: sweeps find the work, only later. */
  readonly failures: Counter<'bell'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.rings = new Counter({
      name: 'vestibule_bell_rings_total',
      help: 'Rings of a bell in this process',
      labelNames: ['bell'],
      registers,
    });
    this.failures = new Counter({
      name: 'vestibule_bell_failures_total',
      help: 'Rings that did not reach the store of the queues, and errors of its listeners',
      labelNames: ['bell'],
      registers,
    });
  }
}

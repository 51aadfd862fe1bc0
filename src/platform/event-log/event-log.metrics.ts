import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

/** What the event log tells Prometheus. */
@Injectable()
export class EventLogMetrics {
  /** Anything above zero needs a person. */
  readonly setAside: Counter<'consumer'>;
  readonly lag: Gauge<'consumer'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.setAside = new Counter({
      name: 'vestibule_events_set_aside_total',
      help: 'Events that a consumer failed on five times; they wait in event_failures',
      labelNames: ['consumer'],
      registers,
    });
    this.lag = new Gauge({
      name: 'vestibule_event_consumer_lag_positions',
      help: 'Positions between the newest event and the last one a consumer is done with',
      labelNames: ['consumer'],
      registers,
    });
  }
}

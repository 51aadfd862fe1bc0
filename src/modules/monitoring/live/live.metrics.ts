import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { type DropReason } from './live-stream.js';

/** What the live feed tells Prometheus. */
@Injectable()
export class LiveMetrics {
  readonly open: Gauge;
  readonly dropped: Counter<'reason'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.open = new Gauge({ name: 'vestibule_live_streams', help: 'Open streams of the live feed', registers });
    this.dropped = new Counter({
      name: 'vestibule_live_streams_dropped_total',
      help: 'Streams of the live feed that this side ended',
      labelNames: ['reason'],
      registers,
    });
  }

  wasDropped(reason: DropReason): void {
    this.dropped.inc({ reason });
  }
}

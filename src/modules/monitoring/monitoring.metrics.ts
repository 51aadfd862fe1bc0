import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '../../platform/clock/clock.js';
import { type PassageResult } from './domain/passage.js';

const MS_PER_SECOND = 1_000;

/** What reading the doors tells Prometheus. The lag is told by the process that reads, and by no other. */
@Injectable()
export class MonitoringMetrics {
  readonly pollSeconds: Histogram<'server' | 'outcome'>;
  private readonly stored: Counter<'server' | 'result'>;
  private readonly storedForeign: Counter<'server'>;
  private readonly completeTo = new Map<string, Date>();

  constructor(registry: Registry, clock: Clock) {
    const registers = [registry];
    this.pollSeconds = new Histogram({
      name: 'vestibule_passage_poll_seconds',
      help: 'From wanting to read passages until they are stored up to the present, waiting for the call budget included',
      labelNames: ['server', 'outcome'],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    });
    this.stored = new Counter({
      name: 'vestibule_passages_stored_total',
      help: 'Passages of our guests that were stored',
      labelNames: ['server', 'result'],
      registers,
    });
    this.storedForeign = new Counter({
      name: 'vestibule_foreign_passages_stored_total',
      help: 'Passages of other persons of which door, time and type were stored',
      labelNames: ['server'],
      registers,
    });
    const { completeTo } = this;
    new Gauge({
      name: 'vestibule_passage_watermark_lag_seconds',
      help: 'Age of the instant up to which passages are known to be complete',
      labelNames: ['server'],
      registers,
      collect() {
        this.reset();
        const nowMs = clock.now().getTime();
        for (const [server, at] of completeTo) this.set({ server }, (nowMs - at.getTime()) / MS_PER_SECOND);
      },
    });
  }

  pageStored(serverId: string, results: readonly PassageResult[], foreignCount: number): void {
    for (const result of results) this.stored.inc({ server: serverId, result });
    this.storedForeign.inc({ server: serverId }, foreignCount);
  }

  readUpTo(serverId: string, completeTo: Date): void {
    this.completeTo.set(serverId, completeTo);
  }

  /** This process reads that server no more; whoever does tells its lag. */
  readingEnded(serverId: string): void {
    this.completeTo.delete(serverId);
  }
}

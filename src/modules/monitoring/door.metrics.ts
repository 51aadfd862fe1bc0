import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';

/** What doors tell Prometheus, in the process that reads them. */
@Injectable()
export class DoorMetrics {
  private readonly offsets: Gauge<'server' | 'door'>;
  private readonly offline: Gauge<'server'>;

  constructor(registry: Registry) {
    this.offsets = new Gauge({
      name: 'vestibule_door_clock_offset_seconds',
      help: "How far a door's clock is ahead of HikCentral's",
      labelNames: ['server', 'door'],
      registers: [registry],
    });
    this.offline = new Gauge({
      name: 'vestibule_doors_offline',
      help: 'Doors that HikCentral last listed as offline: their passages are not complete',
      labelNames: ['server'],
      registers: [registry],
    });
  }

  clockMeasured(server: string, door: string, seconds: number): void {
    this.offsets.set({ server, door }, seconds);
  }

  listed(server: string, offlineCount: number): void {
    this.offline.set({ server }, offlineCount);
  }
}

import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** `refused`: without the token; `read`: looked at; `unclear`: could not be; `unread`: too many to look at. */
export type PushFate = 'refused' | 'read' | 'unclear' | 'unread';

/** What HikCentral, or somebody in its name, pushes to us. */
@Injectable()
export class PushMetrics {
  private readonly pushes: Counter<'fate'>;
  private readonly rings: Counter<'server'>;

  constructor(registry: Registry) {
    this.pushes = new Counter({
      name: 'vestibule_pushes_total',
      help: 'Pushes that arrived, by what became of them',
      labelNames: ['fate'],
      registers: [registry],
    });
    this.rings = new Counter({
      name: 'vestibule_push_rings_total',
      help: 'How often pushes asked for passages to be read',
      labelNames: ['server'],
      registers: [registry],
    });
  }

  arrived(fate: PushFate): void {
    this.pushes.inc({ fate });
  }

  rang(serverId: string): void {
    this.rings.inc({ server: serverId });
  }
}

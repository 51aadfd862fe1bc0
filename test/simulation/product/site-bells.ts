import { LocalDoorbell } from '../../../src/platform/doorbell/local-doorbell.js';
import { type Life } from './life.js';

/** The queue behind the bells, as all processes of a site share it; without it each hears its own bells only. */
export class SiteBells {
  isAway = false;
  private readonly bells = new Set<ProcessDoorbell>();

  doorbellOf(life: Life): ProcessDoorbell {
    const doorbell = new ProcessDoorbell(this, life);
    this.bells.add(doorbell);
    return doorbell;
  }

  ring(from: ProcessDoorbell, bell: string): void {
    for (const doorbell of this.bells) {
      if (doorbell.life.isOver) this.bells.delete(doorbell);
      else if (doorbell === from || !this.isAway) doorbell.hear(bell);
    }
  }
}

/** The doorbell of one process. */
export class ProcessDoorbell extends LocalDoorbell {
  constructor(
    private readonly site: SiteBells,
    readonly life: Life,
  ) {
    super();
  }

  override ring(bell: string): void {
    this.site.ring(this, bell);
  }

  hear(bell: string): void {
    this.life.deliver(() => this.wake(bell));
  }
}

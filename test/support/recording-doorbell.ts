import { LocalDoorbell } from '../../src/platform/doorbell/local-doorbell.js';

/** Wakes who answers, and remembers what was rung. */
export class RecordingDoorbell extends LocalDoorbell {
  readonly rings: string[] = [];

  override ring(bell: string): void {
    this.rings.push(bell);
    super.ring(bell);
  }
}

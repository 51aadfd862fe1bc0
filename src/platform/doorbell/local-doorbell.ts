import { Doorbell } from './doorbell.js';

/** Wakes whoever answers in this process; the part of every doorbell that needs no queue. */
export class LocalDoorbell extends Doorbell {
  private readonly answerers = new Map<string, () => void>();

  override ring(bell: string): void {
    this.wake(bell);
  }

  /** One process is one replica, and each of its slots comes once. */
  override ringSlot(bell: string, _slot: string): void {
    this.ring(bell);
  }

  override answer(bell: string, wake: () => void): void {
    if (this.answerers.has(bell)) throw new Error(`bell ${bell} is answered twice in one process`);
    this.answerers.set(bell, wake);
  }

  protected wake(bell: string): void {
    this.answerers.get(bell)?.();
  }

  protected get answeredBells(): readonly string[] {
    return [...this.answerers.keys()];
  }
}

import { type Clock } from '../../../platform/clock/clock.js';
import { type SendGate } from '../budget/send-gate.js';

/** Rings when a breaker that is open lets the next question through. */
export class ProbeTimer {
  private cancel: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly gate: SendGate,
    private readonly onDue: () => void,
  ) {}

  schedule(): void {
    this.cancel();
    const { probeAtMs } = this.gate;
    if (probeAtMs === null) return;
    this.cancel = this.clock.after(probeAtMs - this.clock.monotonicMs(), this.onDue);
  }

  stop(): void {
    this.cancel();
  }
}

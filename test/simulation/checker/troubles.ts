interface Span {
  readonly fromMs: number;
  untilMs: number;
}

/** After the trouble: the breaker's next probe, the lease's next holder, and a minute for what waited. */
const RECOVERY_MS = 120_000;

/** When HikCentral, its doors, the wire or our process were not well: such seconds are not held against anybody. */
export class Troubles {
  private readonly spans: Span[] = [];

  constructor(private readonly nowMs: () => number) {}

  /** @param recoveryMs until what it caused is over */
  note(forMs: number, recoveryMs = RECOVERY_MS): void {
    const fromMs = this.nowMs();
    this.spans.push({ fromMs, untilMs: fromMs + forMs + recoveryMs });
  }

  isHealthy(atMs: number): boolean {
    return !this.spans.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs);
  }

  /** From then on: the instant by which so much time was healthy without a break. */
  wellBy(fromMs: number, forMs: number): number {
    for (let at = fromMs; ;) {
      const start = at;
      const end = at + forMs;
      for (const span of this.spans) if (span.fromMs <= end && span.untilMs > at) at = Math.max(at, span.untilMs);
      if (at === start) return end;
    }
  }

  /** How much of this time was healthy. */
  healthyMs(fromMs: number, toMs: number): number {
    return this.isHealthy(fromMs) && this.isHealthy(toMs) ? toMs - fromMs : 0;
  }

  get lastEndsMs(): number {
    return Math.max(0, ...this.spans.map(({ untilMs }) => untilMs));
  }
}

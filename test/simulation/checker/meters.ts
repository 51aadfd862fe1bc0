/** Time during which something was wrong that must not be, one meter a thing; it starts anew once the thing is right. */
export class Meters {
  private readonly runningMs = new Map<string, number>();
  private readonly totals = new Map<string, number>();

  /** @returns for how long it has been wrong without a break */
  add(kind: string, key: string, isWrong: boolean, ms: number): number {
    const name = `${kind} ${key}`;
    if (!isWrong) {
      this.runningMs.delete(name);
      return 0;
    }
    const sum = (this.runningMs.get(name) ?? 0) + ms;
    this.runningMs.set(name, sum);
    this.totals.set(kind, (this.totals.get(kind) ?? 0) + ms);
    return sum;
  }

  /** Milliseconds by kind, over all. */
  get sums(): ReadonlyMap<string, number> {
    return this.totals;
  }
}

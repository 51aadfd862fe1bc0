/** Calls that were sent and have not come to an end. */
export class CallsUnderWay {
  private readonly calls = new Set<Promise<void>>();

  async track(call: Promise<void>): Promise<void> {
    this.calls.add(call);
    await call.finally(() => this.calls.delete(call));
  }

  /** Whatever became of them. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.calls);
  }
}

/** One after the other, in the order of asking: bookings share one connection and keep the order of the lanes. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    // What `work` throws belongs to its own caller; the next one only waits for its end.
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

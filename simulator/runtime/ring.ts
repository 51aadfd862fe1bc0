/** The newest so many of a row. Adding costs the same however long it runs. */
export class Ring<T> {
  private slots: T[] = [];
  private start = 0;
  private total = 0;

  /** @param capacity at least 1 */
  constructor(private readonly capacity: number) {}

  add(item: T): void {
    if (this.slots.length < this.capacity) this.slots.push(item);
    else {
      this.slots[this.start] = item;
      this.start = (this.start + 1) % this.capacity;
    }
    this.total += 1;
  }

  /** Oldest first. */
  items(): readonly T[] {
    return this.start === 0
      ? this.slots.slice()
      : [...this.slots.slice(this.start), ...this.slots.slice(0, this.start)];
  }

  /** The item at a place counted from the first ever added; undefined when it has been dropped or is yet to come. */
  at(index: number): T | undefined {
    if (index < this.dropped() || index >= this.total) return undefined;
    return this.slots[(this.start + index - this.dropped()) % this.capacity];
  }

  /** How many there ever were. */
  added(): number {
    return this.total;
  }

  dropped(): number {
    return this.total - this.slots.length;
  }
}

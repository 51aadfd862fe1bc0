/** Tells whoever sleeps on that what the product keeps is no longer what it was. */
export class Changes {
  private readonly listeners = new Set<() => void>();

  /** @returns an end to it */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  readonly happened = (): void => {
    for (const listener of this.listeners) listener();
  };
}

/**
 * Wakes whoever answers a bell, in whichever process. A ring carries nothing and may be lost: the work is a row, and a
 * sweep finds it. A ring during a run starts another run. Bells are named in `contracts/bells.ts`.
 */
export abstract class Doorbell {
  /** Returns at once; a failure of the queue's store is counted, since the sweep makes it harmless. */
  abstract ring(bell: string): void;
  /**
   * For a clock that every replica hears: a slot is rung once, by whoever is first. Returns at once, as `ring` does.
   * @param slot the same words in every replica, without a colon
   */
  abstract ringSlot(bell: string, slot: string): void;
  /** Registers who wakes in this process. Called in constructors; a second answerer of a bell is an error. */
  abstract answer(bell: string, wake: () => void): void;
}

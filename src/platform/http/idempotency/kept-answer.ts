/** An answer as it is given again: status and the JSON text of the body. */
export interface KeptAnswer {
  readonly status: number;
  /** null for an answer without a body. */
  readonly body: string | null;
}

/** Thrown by the hook inside the verb's transaction when the effect exists already; the interceptor answers with it. */
export class ReplaySignal extends Error {
  constructor(readonly answer: KeptAnswer) {
    super('the answer is known');
  }
}

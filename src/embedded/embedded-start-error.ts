/** An embedded part cannot be started here; the message says what a person can do. */
export class EmbeddedStartError extends Error {
  readonly code = 'START.EMBEDDED_FAILED';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedStartError';
  }
}

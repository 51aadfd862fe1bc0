import { type Answer } from './answer.js';

/** Bytes put on the socket as they are, head and all, past any HTTP library. */
export interface RawReply {
  /** Written one after another, `everyMs` apart; may never end. */
  readonly parts: Iterable<Buffer>;
  readonly everyMs: number;
  /** What follows the last part. */
  readonly ending: 'close' | 'keep-open';
}

/** What becomes of a call. `cut` closes the socket without an answer; `silent` leaves it open without one. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'cut' | 'silent'; readonly answer?: Answer }
  | { readonly kind: 'raw'; readonly raw: RawReply; readonly answer?: Answer };

export function answered(answer: Answer): Outcome {
  return { kind: 'answer', answer };
}

import { type Operation } from '../../hikcentral-gateway/index.js';
import { type AccessFacts } from '../domain/facts.js';
import { type AccessLane } from '../domain/batch.js';
import { type Step } from '../domain/step.js';

export interface Participant {
  readonly cardholderId: string;
  readonly guestId: string;
  readonly personId: string | null;
  /** As they were before the call was booked: what a call that did nothing leaves behind. */
  readonly factsBefore: AccessFacts;
}

/** One call, chosen and booked in one transaction. */
export interface ChosenCall {
  readonly operation: Operation<unknown>;
  readonly step: Step;
  readonly lane: AccessLane;
  readonly participants: readonly Participant[];
  readonly bookedAtMs: number;
}

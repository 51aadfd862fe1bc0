import { type Actor } from '../../../platform/context/request-context.js';

/** `not_asked`: certainly nothing was sent. `unknown`: sent, and nobody knows what came of it. */
export const OPENING_OUTCOMES = ['opened', 'failed', 'not_asked', 'unknown'] as const;
export type OpeningOutcome = (typeof OPENING_OUTCOMES)[number];

/** A person's word that one door shall open once. */
export interface DoorOpening {
  /** Of the request to HikCentral that it is. */
  readonly id: string;
  readonly serverId: string;
  readonly doorId: string;
  readonly askedBy: Pick<Actor, 'kind' | 'id'>;
  readonly askedAt: Date;
}

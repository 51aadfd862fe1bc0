/** Part of a guest's life: what happens in it, and what ends it. */
export type Phase = 'start' | 'giving' | 'entry' | 'ending';

export const PHASES: readonly Phase[] = ['start', 'giving', 'entry', 'ending'];

/** One call of a guest's life. */
export interface CallPoint {
  /** Made for the first guest of a site only, while a process and a database get to know HikCentral. */
  readonly isFirstTime: boolean;
  readonly phase: Phase;
  /** Below `/artemis`. */
  readonly path: string;
  /** The how-manieth call of this path since the phase began, from 1. */
  readonly occurrence: number;
}

/**
 * When the process is hit: its call never takes effect; it is on its way and takes effect once the process is gone; or it
 * has had its effect and the answer is not read.
 */
export type Moment = 'lost' | 'late' | 'unread';

export const MOMENTS: readonly Moment[] = ['lost', 'late', 'unread'];

/** How the visit ends: the guest leaves, the host cancels, or the host cancels while the call is on its way. */
export type Ending = 'exit' | 'cancel' | 'cancel-meanwhile';

/** Who goes on: a new process, a second one that waited for the lease, or that one while the first is only frozen. */
export type Heir = 'restart' | 'take-over' | 'freeze';

export interface Blow {
  readonly point: CallPoint;
  readonly moment: Moment;
}

export interface Round {
  /** From 1, in the order of the plan; `--only` takes it. */
  readonly number: number;
  readonly ending: Ending;
  readonly heir: Heir;
  /** null: an undisturbed life. */
  readonly blow: Blow | null;
}

export interface RoundResult {
  readonly round: Round;
  /** False when the call was never made, so that nobody was hit. */
  readonly isHit: boolean;
  /** What is not right; empty when all is. */
  readonly faults: readonly string[];
  /** From the start of the new process, or from the blow where another one lives on, to what the interrupted call was for. */
  readonly rightAfterMs: number | null;
  readonly tookMs: number;
  /** What happened, for people; empty when all is right. */
  readonly story: readonly string[];
}

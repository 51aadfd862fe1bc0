import { type Fault, type SimulatorControl } from '../../simulator/index.js';
import { waitFor } from '../support/wait-for.js';
import { type Blow, type Heir, type Moment } from './round.js';

const ARRIVES_WITHIN_MS = 180_000;
/** Long enough for a signal to be there first, short enough that the answer lies in the socket when the process wakes. */
const READ_LATER_MS = 1_000;

type FaultScope = Pick<Fault, 'path' | 'skip' | 'times'>;

/** A call that HikCentral will not answer, or not yet. */
export class HeldCall {
  private readonly id: number;
  private isOver = false;

  /** @param lateByMs when a call of the moment `late` takes effect */
  constructor(
    private readonly control: SimulatorControl,
    { point, moment }: Blow,
    heir: Heir,
    lateByMs: number,
  ) {
    const scope = { path: point.path, skip: point.occurrence - 1, times: 1 };
    this.id = control.faults.add(troubleOf(moment, heir, lateByMs, scope));
  }

  /** @returns false when it was given up before the call came */
  async untilCaught(): Promise<boolean> {
    await waitFor(() => this.isOver || this.isCaught(), 'the call to be held', ARRIVES_WITHIN_MS);
    return !this.isOver;
  }

  giveUp(): void {
    this.isOver = !this.isCaught();
    this.control.faults.remove(this.id);
  }

  /** A fault that has caught what it is for is no longer in the book. */
  isCaught(): boolean {
    return !this.control.faults.list().some(({ id }) => id === this.id);
  }
}

function troubleOf(moment: Moment, heir: Heir, lateByMs: number, scope: FaultScope): Fault {
  if (moment === 'lost') return { kind: 'hang', phase: 'before', ...scope };
  if (moment === 'late') return { kind: 'delay', phase: 'before', delayMs: lateByMs, ...scope };
  if (heir === 'freeze') return { kind: 'delay', phase: 'after', delayMs: READ_LATER_MS, ...scope };
  return { kind: 'hang', phase: 'after', ...scope };
}

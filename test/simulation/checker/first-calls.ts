import { type CallsHeard, type HeardCall, personsNamedIn } from './calls-heard.js';
import { PATHS } from './paths.js';
import { type Troubles } from './troubles.js';

interface Duty {
  readonly code: string;
  readonly personId: string;
  readonly sinceMs: number;
}

/** I1 allows a second; the way there takes its own time. */
const FIRST_CALL_WITHIN_MS = 1_500;
/** While it is not answered a call keeps its slot until its deadline, and a window more. */
const CALL_TIMEOUT_MS = 15_000;

/** Once a visit has ended, the first revoking call leaves within a second, as long as the window has a slot (I1). */
export class FirstCalls {
  private duties: Duty[] = [];

  constructor(
    private readonly calls: CallsHeard,
    private readonly troubles: Troubles,
    private readonly limits: { readonly calls: number; readonly windowMs: number },
    private readonly violate: (invariant: string, text: string) => void,
  ) {
    calls.onArrival((call) => {
      this.duties = this.duties.filter((duty) => !this.isFor(call, duty));
    });
  }

  /** Something that this person holds is not wanted any more since now. */
  expect(code: string, personId: string, nowMs: number): void {
    if (!this.duties.some((duty) => duty.code === code)) this.duties.push({ code, personId, sinceMs: nowMs });
  }

  sample(nowMs: number): void {
    const overdue = this.duties.filter(({ sinceMs }) => nowMs > sinceMs + FIRST_CALL_WITHIN_MS);
    this.duties = this.duties.filter((duty) => !overdue.includes(duty));
    for (const { code, sinceMs } of overdue) {
      const untilMs = sinceMs + FIRST_CALL_WITHIN_MS;
      if (this.troubles.wellBy(sinceMs, FIRST_CALL_WITHIN_MS) > untilMs || !this.hadSlot(sinceMs, untilMs)) continue;
      this.violate('I1', `no call about ${code} within ${FIRST_CALL_WITHIN_MS} ms of the end, with slots left`);
    }
  }

  /** Those on their way at that instant have theirs already. */
  private hadSlot(sinceMs: number, untilMs: number): boolean {
    const { calls, windowMs } = this.limits;
    return this.calls.countBetween(sinceMs - windowMs - CALL_TIMEOUT_MS, untilMs) < calls;
  }

  /** In time: what came later is found by {@link sample}. Who is not known for certain is looked up first. */
  private isFor({ path, body, atMs }: HeardCall, { code, personId, sinceMs }: Duty): boolean {
    if (atMs > sinceMs + FIRST_CALL_WITHIN_MS) return false;
    if (path === PATHS.takeLevel) return personsNamedIn(body).some((name) => name === personId || name === code);
    if (path === PATHS.updatePerson || path === PATHS.personById) return body['personId'] === personId;
    return path === PATHS.personByCode && body['personCode'] === code;
  }
}

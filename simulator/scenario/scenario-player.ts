import { type SimulatorControl } from '../control/control.js';
import { VERBS } from '../control/verbs.js';
import { type Scheduler } from '../runtime/time.js';
import { bodyOf, type Scenario, type Step } from './scenario.js';

export interface StepFailure {
  /** The step's place in the timeline, from 0. */
  readonly step: number;
  readonly do: string;
  readonly message: string;
}

export interface ScenarioReport {
  readonly name: string;
  /** How many steps have been done; a repeated one counts each time. */
  readonly done: number;
  /** Steps that could not be done, oldest first; the newest thousand. */
  readonly failures: readonly StepFailure[];
}

const KEPT_FAILURES = 1000;

/** Plays a timeline. A step that fails is reported, and the others go on. */
export class ScenarioPlayer {
  private done = 0;
  private failures: StepFailure[] = [];
  private isStopped = false;
  private readonly pending = new Set<() => void>();

  constructor(
    private readonly scenario: Scenario,
    private readonly control: SimulatorControl,
    private readonly scheduler: Scheduler,
  ) {}

  start(): void {
    this.scenario.timeline.forEach((step, index) => {
      const { atMs, everyMs = 0, fromMs = everyMs } = step;
      this.schedule(step, index, atMs ?? fromMs, atMs ?? fromMs);
    });
  }

  stop(): void {
    this.isStopped = true;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  report(): ScenarioReport {
    return { name: this.scenario.name, done: this.done, failures: [...this.failures] };
  }

  private schedule(step: Step, index: number, waitMs: number, dueMs: number): void {
    const cancel = this.scheduler.after(waitMs, () => {
      this.pending.delete(cancel);
      const { everyMs, untilMs = Number.POSITIVE_INFINITY } = step;
      if (everyMs !== undefined && dueMs + everyMs <= untilMs) this.schedule(step, index, everyMs, dueMs + everyMs);
      void this.doStep(step, index);
    });
    this.pending.add(cancel);
  }

  private async doStep(step: Step, index: number): Promise<void> {
    try {
      const result = VERBS[step.do].run(this.control, bodyOf(step) as never);
      if (result instanceof Promise) await result;
      this.done += 1;
    } catch (error) {
      if (this.isStopped) return;
      const message = error instanceof Error ? error.message : String(error);
      this.failures = [...this.failures.slice(1 - KEPT_FAILURES), { step: index, do: step.do, message }];
    }
  }
}

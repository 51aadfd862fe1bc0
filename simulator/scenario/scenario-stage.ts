import { type SimulatorControl } from '../control/control.js';
import { type Scheduler } from '../runtime/time.js';
import { ScenarioPlayer, type ScenarioReport } from './scenario-player.js';
import { readScenario } from './scenario.js';

/** Where one scenario at a time is played. */
export class ScenarioStage {
  private player: ScenarioPlayer | undefined;

  constructor(
    private readonly control: SimulatorControl,
    private readonly scheduler: Scheduler,
  ) {}

  /** Plays a scenario from now on, in place of one that is under way. @throws ScenarioError naming every mistake */
  play(scenario: unknown): void {
    const checked = readScenario(scenario);
    this.player?.stop();
    this.player = new ScenarioPlayer(checked, this.control, this.scheduler);
    this.player.start();
  }

  /** undefined before the first. */
  report(): ScenarioReport | undefined {
    return this.player?.report();
  }
}

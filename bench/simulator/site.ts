import { type Simulator, startSimulator } from '../../simulator/index.js';

export const PERSON_COUNT = 20_000;
export const WALK_COUNT = 80_000;
export const DAY_MS = 24 * 3_600_000;
const READERS = ['1', '2', '3', '5', '6'];

/** A site at its real size, whose day passes as fast as people can walk. */
export class Site {
  private constructor(
    readonly simulator: Simulator,
    private readonly today: { nowMs: number },
  ) {}

  static async open(stateFile: string): Promise<Site> {
    const today = { nowMs: Date.parse('2026-06-10T00:00:00Z') };
    const simulator = await startSimulator({
      stateFile,
      employeeCount: PERSON_COUNT,
      limit: { calls: null },
      clock: { now: () => new Date(today.nowMs) },
    });
    return new Site(simulator, today);
  }

  now(): Date {
    return new Date(this.today.nowMs);
  }

  /** Everybody comes and goes, spread over a day, each known to the door by the code. */
  liveADay(): void {
    for (let index = 0; index < WALK_COUNT; index += 1) {
      this.today.nowMs += DAY_MS / WALK_COUNT;
      const personCode = codeOf((index * 7919) % PERSON_COUNT);
      const { isGranted } = this.simulator.control.walk({
        personCode,
        readerIndexCode: READERS[index % READERS.length] ?? '1',
      });
      if (!isGranted) throw new Error(`${personCode} was kept out`);
    }
    // Past the event delay, so that the last walks show as well.
    this.today.nowMs += 60_000;
  }

  /** Every person is to be applied at every door. */
  renameEverybody(): void {
    for (let index = 0; index < PERSON_COUNT; index += 1) {
      this.simulator.control.edits.renamePerson({ personCode: codeOf(index) }, { familyName: 'Lind' });
    }
  }
}

export function codeOf(index: number): string {
  return `E${String(index + 1).padStart(5, '0')}`;
}

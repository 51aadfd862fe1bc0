import { createHash } from 'node:crypto';
import { type Simulator } from '../../simulator/index.js';

const STEP_MS = 200;
/** Next to the other employees in an order that is not that of their numbers. */
const STRIDE = 7_919;
const READERS = ['1', '2', '3', '5', '6'];

/** People who are not ours and go through the doors all the time. */
export class Crowd {
  private timer: NodeJS.Timeout | null = null;
  private walked = 0;

  constructor(
    private readonly simulator: Simulator,
    private readonly size: number,
    private readonly passagesPerSecond: number,
  ) {}

  get passages(): number {
    return this.walked;
  }

  start(): void {
    const startedAtMs = performance.now();
    this.timer = setInterval(() => {
      const due = ((performance.now() - startedAtMs) / 1_000) * this.passagesPerSecond;
      while (this.walked < due) this.walk();
    }, STEP_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private walk(): void {
    const personCode = `E${String(((this.walked * STRIDE) % this.size) + 1).padStart(5, '0')}`;
    const readerIndexCode = READERS[this.walked % READERS.length] ?? '1';
    this.walked += 1;
    const { isGranted } = this.simulator.control.walk({ personCode, readerIndexCode });
    if (!isGranted) throw new Error(`${personCode} was kept out`);
  }
}

/** A hash over everything in HikCentral and at its doors that is not ours. */
export function fingerprintOfOthers({ control }: Simulator): string {
  const { persons, organisations, levels, doors } = control.snapshot();
  const foreign = persons.filter(({ isForeign }) => isForeign);
  const ids = new Set(foreign.map(({ personId }) => personId));
  const others = {
    foreign,
    organisations: organisations.filter(({ ownerAppKey }) => ownerAppKey === null),
    levels: levels.map((level) => ({ ...level, memberIds: level.memberIds.filter((id) => ids.has(id)) })),
    doors: doors.map(({ doorIndexCode, doorName, copies }) => ({
      doorIndexCode,
      doorName,
      copies: copies.filter(({ personId }) => ids.has(personId)),
    })),
  };
  return createHash('sha256').update(JSON.stringify(others)).digest('hex');
}

import { type Arrival, type Simulator } from '../../simulator/index.js';

export const PATHS = {
  passages: '/artemis/api/acs/v1/door/events',
  takeLevel: '/artemis/api/acs/v1/privilege/group/single/deletePersons',
} as const;

/** What arrived at HikCentral from now on. */
export class Calls {
  private readonly from: number;

  constructor(private readonly simulator: Simulator) {
    this.from = simulator.control.arrivals().length;
  }

  all(): readonly Arrival[] {
    return this.simulator.control.arrivals().slice(this.from);
  }

  /** Those about guests: reading passages goes on by itself. */
  aboutGuests(): readonly Arrival[] {
    return this.all().filter(({ path }) => path !== PATHS.passages);
  }

  of(path: string): readonly Arrival[] {
    return this.all().filter((arrival) => arrival.path === path);
  }
}

/** `20 single/add, 1 single/addPersons, …` */
export function byPath(arrivals: readonly Arrival[]): string {
  const counts = new Map<string, number>();
  for (const { path } of arrivals) {
    const short = path.split('/').slice(-2).join('/');
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) => `${count} ${path}`).join(', ');
}

import { Guest } from './guest.js';
import { judge } from './judge.js';
import { Life, READS_PASSAGES } from './life.js';
import { type CallPoint, type Phase } from './round.js';
import { Site } from './site.js';

/**
 * Lives one undisturbed life and lists its calls: every one from the start of the process, and of the reads of passages
 * those that bring the entry and the exit.
 * @throws Error when not even that life is right
 */
export async function recordLife(label: string): Promise<readonly CallPoint[]> {
  const site = await Site.open(label);
  try {
    const { control } = site.simulator;
    const guest = new Guest(control, 'Guest');
    const beginnings: { readonly phase: Phase; readonly atCall: number }[] = [];
    const onPhase = (phase: Phase): number => beginnings.push({ phase, atCall: control.arrivals().length });
    const round = { number: 0, ending: 'exit', heir: 'restart', blow: null } as const;
    const life = new Life(site, guest, round, 0, onPhase);
    const faults = [...(await life.live()).faults, ...(await judge(site, guest, life.client, 'exit'))];
    if (faults.length > 0) throw new Error([...faults, ...site.tell()].join('\n'));
    const paths = control.arrivals().map(({ path }) => path.replace('/artemis', ''));
    return beginnings.flatMap(({ phase, atCall }, index) =>
      pointsOf(phase, paths.slice(atCall, beginnings[index + 1]?.atCall)),
    );
  } finally {
    await site.close();
  }
}

function pointsOf(phase: Phase, paths: readonly string[]): CallPoint[] {
  const counts = new Map<string, number>();
  return paths.flatMap((path) => {
    const occurrence = (counts.get(path) ?? 0) + 1;
    counts.set(path, occurrence);
    const isPoll = path === READS_PASSAGES;
    const hasNews = phase === 'entry' || phase === 'ending';
    return isPoll && !(hasNews && occurrence === 1) ? [] : [{ phase, path, occurrence }];
  });
}

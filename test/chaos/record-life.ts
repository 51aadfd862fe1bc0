import { Guest } from './guest.js';
import { judge } from './judge.js';
import { Life, READS_PASSAGES } from './life.js';
import { type CallPoint, type Phase } from './round.js';
import { Site } from './site.js';

/**
 * Lives two undisturbed lives on one site and lists their calls: of the first every one from the start of the process that
 * the second did without, and all of the second's; of the reads of passages those that bring the entry and the exit.
 * @throws Error when not even these lives are right
 */
export async function recordLife(label: string): Promise<readonly CallPoint[]> {
  const site = await Site.open(label);
  try {
    const first = await recordOne(site, 1);
    const second = await recordOne(site, 2);
    const isKnown = (point: Call): boolean => second.some((other) => isSame(point, other));
    return [
      ...first.filter((point) => !isKnown(point)).map((point) => ({ ...point, isFirstTime: true })),
      ...second.map((point) => ({ ...point, isFirstTime: false })),
    ];
  } finally {
    await site.close();
  }
}

type Call = Omit<CallPoint, 'isFirstTime'>;

async function recordOne(site: Site, number: number): Promise<readonly Call[]> {
  const { control } = site.simulator;
  const guest = new Guest(control, `Recorded${number}`);
  const beginnings: { readonly phase: Phase; readonly atCall: number }[] = [];
  const onPhase = (phase: Phase): number => beginnings.push({ phase, atCall: control.arrivals().length });
  const life = new Life(site, guest, { number, ending: 'exit', heir: 'restart', blow: null }, 0, onPhase);
  const faults = [...(await life.live()).faults, ...(await judge(site, guest, life.client, 'exit'))];
  if (faults.length > 0) throw new Error([...faults, ...site.tell()].join('\n'));
  const paths = control.arrivals().map(({ path }) => path.replace('/artemis', ''));
  return beginnings.flatMap(({ phase, atCall }, index) =>
    callsOf(phase, paths.slice(atCall, beginnings[index + 1]?.atCall)),
  );
}

function callsOf(phase: Phase, paths: readonly string[]): Call[] {
  const counts = new Map<string, number>();
  return paths.flatMap((path) => {
    const occurrence = (counts.get(path) ?? 0) + 1;
    counts.set(path, occurrence);
    const isPoll = path === READS_PASSAGES;
    const hasNews = phase === 'entry' || phase === 'ending';
    return isPoll && !(hasNews && occurrence === 1) ? [] : [{ phase, path, occurrence }];
  });
}

function isSame(one: Call, other: Call): boolean {
  return one.phase === other.phase && one.path === other.path && one.occurrence === other.occurrence;
}

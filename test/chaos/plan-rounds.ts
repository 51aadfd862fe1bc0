import { nameOf } from './report.js';
import { type CallPoint, type Ending, type Heir, type Moment, MOMENTS, type Round } from './round.js';

const isRepeated = ({ isFirstTime }: CallPoint): boolean => !isFirstTime;
const isEnd = ({ phase }: CallPoint): boolean => phase === 'ending';
const isGift = ({ phase }: CallPoint): boolean => phase === 'giving';

/** Each call of a life at each moment, for every ending and every heir. @param points of undisturbed lives */
export function planRounds(points: readonly CallPoint[]): readonly Round[] {
  const ofGuest = points.filter(isRepeated);
  const chapters = [
    chapter('exit', 'restart', ofGuest, MOMENTS),
    chapter('cancel', 'restart', ofEnd(ofGuest), MOMENTS),
    chapter('cancel-meanwhile', 'restart', ofGuest.filter(isGift), MOMENTS),
    chapter('exit', 'take-over', ofGuest, MOMENTS),
    // The answer waits in the socket of the one that wakes, or never comes.
    ...ofGuest.map((point, index) => chapter('exit', 'freeze', [point], [index % 2 === 0 ? 'unread' : 'lost'])),
    // Last and sorted: what a process does of its own accord has no order, and a number must mean the same call again.
    chapter('exit', 'restart', points.filter(({ isFirstTime }) => isFirstTime).sort(byName), MOMENTS),
  ];
  return chapters.flat().map((round, index) => ({ number: index + 1, ...round }));
}

function byName(one: CallPoint, other: CallPoint): number {
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

/** A cancelled guest never came: what reads passages has nothing to find. */
function ofEnd(points: readonly CallPoint[]): readonly CallPoint[] {
  const ending = points.filter(isEnd);
  return ending.filter(({ path }) => !path.endsWith('/door/events'));
}

function chapter(
  ending: Ending,
  heir: Heir,
  points: readonly CallPoint[],
  moments: readonly Moment[],
): Omit<Round, 'number'>[] {
  return points.flatMap((point) => moments.map((moment) => ({ ending, heir, blow: { point, moment } })));
}

import { type ExitPolicy } from '../../../src/config/settings.js';
import { type Dice } from '../world/dice.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** What becomes of a visit once it is agreed. */
export type Turn =
  | 'none'
  | 'cancelled'
  | 'cancelled-while-being-sent'
  | 'shortened'
  | 'extended'
  | 'moved'
  | 'other-level'
  | 'new-photo'
  | 'checked-out-by-hand'
  | 'never-comes';

const TURNS: readonly Turn[] = [
  ...(['none', 'none', 'none', 'none', 'cancelled', 'cancelled-while-being-sent', 'shortened', 'extended'] as const),
  ...(['moved', 'other-level', 'new-photo', 'checked-out-by-hand', 'never-comes'] as const),
];

export interface VisitPlan {
  readonly number: number;
  readonly guestNumber: number;
  readonly announceAtMs: number;
  readonly photoAfterMs: number;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly levelIds: readonly string[];
  readonly exitPolicy: ExitPolicy;
  readonly turn: Turn;
  /** From `validFrom`; negative: early. */
  readonly arrivesAfterMs: number;
  readonly staysMs: number;
  /** How often the guest goes out and comes back before the last exit. */
  readonly returns: number;
  readonly triesAfterTheEnd: boolean;
}

/** They come by one coach, announced, let in and sent home all at once; so many of a day's and of two hours' visits. */
const BY_COACH = { day: 12, hours: 5 } as const;
const COACH_TURNS: readonly Turn[] = ['none', 'none', 'cancelled', 'cancelled-while-being-sent', 'shortened', 'moved'];

function byCoach(plan: VisitPlan, dice: Dice, fromMs: number, spanMs: number): VisitPlan {
  const isLong = spanMs >= 12 * HOUR_MS;
  if (plan.number > (isLong ? BY_COACH.day : BY_COACH.hours)) return plan;
  const announceAtMs = fromMs + Math.round(spanMs * 0.3) + dice.between(0, 20_000);
  const validFromMs = fromMs + Math.round(spanMs * 0.3) + (isLong ? 45 : 15) * MINUTE_MS;
  return {
    ...plan,
    announceAtMs,
    photoAfterMs: dice.between(500, 5_000),
    validFromMs,
    validToMs: validFromMs + (isLong ? 90 : 25) * MINUTE_MS,
    turn: dice.pick(COACH_TURNS),
    arrivesAfterMs: dice.between(-10, 15) * MINUTE_MS,
    staysMs: Math.min(plan.staysMs, 60 * MINUTE_MS),
  };
}

/** @param guests how many different people; fewer than visits, so that some come twice */
export function planVisit(dice: Dice, number: number, guests: number, fromMs: number, spanMs: number): VisitPlan {
  const lengthMs = dice.between(15, Math.min(240, Math.floor(spanMs / MINUTE_MS / 3))) * MINUTE_MS;
  const latestMs = Math.max(MINUTE_MS, spanMs - lengthMs - 45 * MINUTE_MS);
  const validFromMs = fromMs + dice.between(5 * MINUTE_MS, latestMs);
  const isShortNotice = dice.isLucky(0.2);
  const noticeMs = isShortNotice ? dice.between(0, 20 * MINUTE_MS) : dice.between(30 * MINUTE_MS, 8 * HOUR_MS);
  const isOnTime = dice.isLucky(0.6);
  const alone: VisitPlan = {
    number,
    guestNumber: dice.between(1, guests),
    announceAtMs: Math.max(fromMs + dice.between(0, 2 * MINUTE_MS), validFromMs - noticeMs),
    photoAfterMs: dice.isLucky(0.7) ? dice.between(500, 5_000) : dice.between(MINUTE_MS, 20 * MINUTE_MS),
    validFromMs,
    validToMs: validFromMs + lengthMs,
    levelIds: dice.pick([['1'], ['1'], ['1', '2'], ['2']]),
    exitPolicy: dice.pick(['first_exit', 'first_exit', 'grace', 'until_end']),
    turn: dice.pick(TURNS),
    arrivesAfterMs: isOnTime
      ? dice.between(-10, 15) * MINUTE_MS
      : dice.between(-20, lengthMs / MINUTE_MS + 10) * MINUTE_MS,
    staysMs: dice.between(2, Math.max(3, lengthMs / MINUTE_MS)) * MINUTE_MS,
    returns: dice.pick([0, 0, 1, 2]),
    triesAfterTheEnd: dice.isLucky(0.7),
  };
  return byCoach(alone, dice, fromMs, spanMs);
}

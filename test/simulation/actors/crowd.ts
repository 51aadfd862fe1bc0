import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';

const READERS = ['1', '2', '3', '4', '5', '6'] as const;

/** Everybody else on the site. */
export async function walkEmployees(
  site: SimulatedSite,
  dice: Dice,
  people: number,
  passages: number,
  untilMs: number,
): Promise<void> {
  const everyMs = (untilMs - site.time.nowMs) / Math.max(1, passages);
  for (let walked = 0; walked < passages; walked += 1) {
    const personCode = `E${String(dice.between(1, people)).padStart(5, '0')}`;
    site.hikcentral.control.walk({ personCode, readerIndexCode: dice.pick(READERS) });
    await site.sleep(everyMs);
  }
}

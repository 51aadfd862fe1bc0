import { Guest } from './guest.js';
import { judge } from './judge.js';
import { Life } from './life.js';
import { type Round, type RoundResult } from './round.js';
import { type Site } from './site.js';

/** One life on a site where others may have lived before. */
export async function runRound(site: Site, round: Round, seed: number): Promise<RoundResult> {
  site.beginStory();
  const beganAtMs = performance.now();
  const guest = new Guest(site.simulator.control, `Guest${round.number < 0 ? `Before${-round.number}` : round.number}`);
  const life = new Life(site, guest, round, seed * 1_000 + round.number);
  const result = await life
    .live()
    .then(async ({ faults, ...lived }) => ({
      ...lived,
      faults: [...faults, ...(await judge(site, guest, life.client, round.ending))],
    }))
    // A life that did not come to its end is what this looks for: told as a fault, with the story.
    .catch((error: unknown) => ({ isHit: true, rightAfterMs: null, faults: [String(error)] }));
  const story = result.faults.length === 0 ? [] : site.tell();
  return { round, ...result, tookMs: performance.now() - beganAtMs, story };
}

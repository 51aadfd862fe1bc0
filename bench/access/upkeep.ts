import { setTimeout as pause } from 'node:timers/promises';
import { isAccess } from './api.js';
import { byPath, Calls, PATHS } from './calls.js';
import { atMost, type Figure, hundredths, say } from './figure.js';
import { type Site } from './site.js';

const GUEST_COUNT = 3;
const GRANTED_WITHIN_MS = 150_000;
const MINUTE_MS = 60_000;
/** Shorter is no average. */
const LEAST_MINUTES = 2;

const MOST_POLLS_A_MINUTE = 3;
const MOST_OTHERS_A_MINUTE = 0.5;

/** What a site costs while nobody comes or goes: a few guests are there, and everybody else walks about. */
export class Upkeep {
  private constructor(
    private readonly site: Site,
    private readonly calls: Calls,
    private readonly walkedBefore: number,
    private readonly beganAtMs: number,
  ) {}

  static async begin(site: Site): Promise<Upkeep> {
    const ids = await site.guests.announce(GUEST_COUNT);
    await site.api.until(ids, isAccess('granted'), GRANTED_WITHIN_MS);
    return new Upkeep(site, new Calls(site.simulator), site.crowd.passages, performance.now());
  }

  async end(): Promise<readonly Figure[]> {
    const missingMs = LEAST_MINUTES * MINUTE_MS - (performance.now() - this.beganAtMs);
    if (missingMs > 0) await pause(missingMs);
    const minutes = (performance.now() - this.beganAtMs) / MINUTE_MS;
    const walked = this.site.crowd.passages - this.walkedBefore;
    const all = this.calls.all();
    const polls = this.calls.of(PATHS.passages).length;
    say(`    ${minutes.toFixed(1)} minutes, ${walked} passages of others: ${byPath(all)}`);
    return [
      atMost('calls a minute to read passages', polls / minutes, MOST_POLLS_A_MINUTE, hundredths),
      atMost('calls a minute of the sweep, all else', (all.length - polls) / minutes, MOST_OTHERS_A_MINUTE, hundredths),
    ];
  }
}

import { isAccess, type Visit } from './api.js';
import { byPath, Calls } from './calls.js';
import { atMost, type Figure, hundredths, say } from './figure.js';
import { type Site } from './site.js';

const ENTRANCE_READER = '1';
const EXIT_READER = '3';
const PATIENCE_MS = 150_000;

const MOST_CALLS_PER_GUEST = [
  { guestCount: 20, most: 1.25 },
  { guestCount: 100, most: 1.15 },
] as const;
const MOST_CALLS_OF_EXITS = 9;

/** Groups that are announced together until all are granted, then the last group leaving at the same time. */
export async function measureCallsPerGuest(site: Site): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  let group: readonly Visit[] = [];
  for (const { guestCount, most } of MOST_CALLS_PER_GUEST) {
    const calls = new Calls(site.simulator);
    const ids = await site.guests.announce(guestCount);
    group = await site.api.until(ids, isAccess('granted'), PATIENCE_MS);
    // What comes right after belongs to them too.
    await site.oneWindow();
    const made = calls.aboutGuests();
    say(`    ${guestCount} guests: ${byPath(made)}`);
    figures.push(atMost(`calls per guest, ${guestCount} at once`, made.length / guestCount, most, hundredths));
  }
  return [...figures, await measureExits(site, group)];
}

async function measureExits(site: Site, visits: readonly Visit[]): Promise<Figure> {
  const ids = visits.map(({ id }) => id);
  site.walkAll(visits, ENTRANCE_READER);
  await site.api.until(ids, ({ status }) => status === 'checked_in', PATIENCE_MS);
  await site.oneWindow();
  const calls = new Calls(site.simulator);
  site.walkAll(visits, EXIT_READER);
  await site.api.until(ids, isAccess('revoked'), PATIENCE_MS);
  await site.oneWindow();
  const made = calls.aboutGuests();
  say(`    ${ids.length} exits: ${byPath(made)}`);
  const holding = visits.filter(({ access }) => isHeld(site, access.personCode));
  if (holding.length > 0) throw new Error(`${holding.length} guests are said to be revoked and are not`);
  return atMost(`calls for ${ids.length} exits at the same time`, made.length, MOST_CALLS_OF_EXITS);
}

function isHeld({ simulator }: Site, personCode: string | null): boolean {
  const { person, doors } = simulator.control.whereabouts(personCode ?? '');
  return (person?.privilegeGroupIds.length ?? 0) > 0 || doors.some(({ copy }) => copy !== null);
}

import { EVENT_TYPES } from '../../../simulator/index.js';
import { type SimulatedSite } from '../simulated-site.js';
import { isOver } from './agreed-book.js';
import { checkFolds } from './check-folds.js';
import { GUEST_LEVELS } from './doors-seen.js';

/** Changes something, or asks the doors to. */
const CHANGING = /\/(person\/(single|face)|privilege\/group\/single\/(add|delete)Persons|auth\/reapplication)/;
const SEEN_BY_NOW_MS = 10 * 60_000;
const QUIET_MS = 10 * 60_000;
/** Closing by itself takes the grace after the end, and what follows from it a while. */
const ENDED_FOR_MS = 40 * 60_000;

/** Once all troubles are over and all has had its time: what must be true of a world at rest. */
export async function checkRest(site: SimulatedSite): Promise<void> {
  const { checker, api } = site;
  await api.visits();
  checkPersons(site);
  const stored = await api.storedEventIds();
  if (stored === null) checker.violate('I12', 'nobody answers when all troubles are over');
  else {
    checkEvents(site, stored);
    checkFolds(site);
  }
  checkQuiet(site);
}

function checkPersons({ checker, time }: SimulatedSite): void {
  const { book, seen } = checker;
  const byGuest = new Map<string, string>();
  for (const { personCode, personId } of seen.persons()) {
    const guestId = book.guestIds.get(personCode);
    if (guestId === undefined) {
      checker.violate('I4', `person ${personId} with code ${personCode} is nobody's that the API knows`);
      continue;
    }
    if (byGuest.has(guestId)) checker.violate('I4', `guest ${guestId} has two persons`);
    byGuest.set(guestId, personCode);
    const hasOpenVisit = book.ofGuest(guestId).some(({ view }) => !isOver(view) && view.validTo.getTime() > time.nowMs);
    const person = seen.person(personCode);
    if (hasOpenVisit || person === undefined) continue;
    for (const levelId of GUEST_LEVELS) {
      if (seen.isMember(person, levelId) && !checker.isTampered(personCode)) {
        checker.violate('I6', `level ${levelId} was never taken from ${personCode}`);
      }
    }
  }
  for (const { view } of book.all()) {
    const isLongOver = isOver(view) && view.updatedAt.getTime() < time.nowMs - ENDED_FOR_MS;
    if (
      isLongOver &&
      view.access.status !== 'revoked' &&
      view.access.personCode !== null &&
      !checker.isTampered(view.access.personCode)
    ) {
      checker.violate('I6', `visit ${view.id} is over and its access ${view.access.status}`);
    }
  }
}

function checkEvents({ checker, hikcentral, time }: SimulatedSite, stored: readonly string[]): void {
  // Before V3 events are asked for by one type a call, and of the refusals only the commonest one is.
  const isAskedFor = (eventType: number): boolean =>
    hikcentral.readsAllTypes || eventType === EVENT_TYPES.faceGranted || eventType === EVENT_TYPES.faceFailed;
  const known = new Set(stored);
  if (known.size !== stored.length) checker.violate('I18', `${stored.length - known.size} events are stored twice`);
  const ours = hikcentral.world.events
    .all()
    .filter(
      ({ personCode, visibleAtMs, eventType }) =>
        isAskedFor(eventType) && checker.book.guestIds.has(personCode) && visibleAtMs < time.nowMs - SEEN_BY_NOW_MS,
    );
  const missing = ours.filter(({ eventId }) => !known.has(eventId));
  const [first] = missing;
  if (first === undefined) return;
  const at = new Date(first.deviceTimeMs).toISOString();
  checker.violate(
    'I18',
    `${missing.length} of ${ours.length} events are not stored, such as ${first.eventId} of type ${first.eventType} at ${at}`,
  );
}

function checkQuiet({ checker, hikcentral, time }: SimulatedSite): void {
  const sinceMs = time.nowMs - ENDED_FOR_MS;
  const isStill = [...checker.book.all()].every(
    ({ view, changedAtMs }) => changedAtMs < sinceMs && isOver(view) && view.updatedAt.getTime() < sinceMs,
  );
  if (!isStill || checker.troubles.lastEndsMs > sinceMs) return;
  const late = hikcentral.control
    .arrivals()
    .filter(({ atMs, path }) => atMs > time.nowMs - QUIET_MS && CHANGING.test(path));
  if (late.length > 0)
    checker.violate('I27', `${late.length} calls change something though nothing has to be: ${late[0]?.path}`);
}

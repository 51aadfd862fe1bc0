import { ENTRANCE_READER } from '../support/vestibule.js';
import { type Client } from './client.js';
import { type Guest, isRevoked } from './guest.js';
import { type Ending } from './round.js';
import { CALL_LIMIT, type Site } from './site.js';

const ORGANISATION = 'Visitors';

/** What is not right once a life is over, seen from HikCentral, its doors and the API. @returns empty when all is right */
export async function judge(site: Site, guest: Guest, client: Client, ending: Ending): Promise<string[]> {
  const checks = [...checkWorld(site, guest, ending), ...(await checkVisit(client, ending))];
  // Last: it is a passage too.
  const [person] = guest.persons();
  const walk = site.simulator.control.walk({
    personCode: person?.personCode ?? '',
    readerIndexCode: ENTRANCE_READER,
  });
  return [...checks, ...(walk.isGranted ? ['the entrance lets the guest in after the end'] : [])];
}

function checkWorld({ simulator: { control } }: Site, guest: Guest, ending: Ending): string[] {
  const { organisations, doors, levels } = control.snapshot();
  const persons = guest.persons();
  const ids = persons.map(({ personId }) => personId);
  const faults: string[] = [];
  const expect = (isRight: boolean, fault: string): void => {
    if (!isRight) faults.push(fault);
  };

  // Whoever was cancelled before a person was made needs none.
  const isNeeded = ending !== 'cancel-meanwhile';
  expect(persons.length === 1 || (persons.length === 0 && !isNeeded), `${persons.length} persons for one guest`);
  expect(isRevoked(guest.held()), `still held: ${JSON.stringify(guest.held())}`);
  expect(!levels.some(({ memberIds }) => memberIds.some((id) => ids.includes(id))), 'some level knows the person');
  const waiting = doors.filter((door) => door.waiting.some(({ personId }) => ids.includes(personId)));
  expect(waiting.length === 0, `${waiting.length} doors wait for an application`);
  const count = organisations.filter(({ orgName }) => orgName === ORGANISATION).length;
  expect(count === 1, `${count} organisations of ours`);
  const foreign = control.foreignChanges();
  expect(foreign.length === 0, `foreign changes: ${JSON.stringify(foreign)}`);
  const busiest = control.maxCallsInAnyWindow(CALL_LIMIT.windowMs);
  expect(busiest <= CALL_LIMIT.calls, `${busiest} calls in one window of ${CALL_LIMIT.calls}`);
  expect(!control.arrivals().some(({ isOverBudget }) => isOverBudget), 'a call was refused for the budget');
  return faults;
}

async function checkVisit(client: Client, ending: Ending): Promise<string[]> {
  const visit = await client.look();
  const passages = await client.passages();
  const faults: string[] = [];
  const expect = (isRight: boolean, fault: string): void => {
    if (!isRight) faults.push(fault);
  };
  const hasLeft = ending === 'exit';

  expect((await client.countVisits()) === 1, 'the visit is there more than once');
  expect(visit.closedReason === (hasLeft ? 'exit' : 'cancelled'), `closed for ${visit.closedReason}`);
  expect((visit.checkedInAt !== null) === hasLeft, `checked in at ${visit.checkedInAt}`);
  expect((visit.checkedOutAt !== null) === hasLeft, `checked out at ${visit.checkedOutAt}`);
  expect(visit.access.desired === 'revoked', `access is desired ${visit.access.desired}`);
  const seen = passages.map(({ direction, result }) => `${direction} ${result}`).sort();
  const due = hasLeft ? ['entry granted', 'exit granted'] : [];
  expect(seen.join() === due.join(), `passages: ${seen.join(', ')}`);
  return faults;
}

import {
  addPerson,
  deletePerson,
  findPersonByCode,
  type PersonRead,
  type PersonToAdd,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Site } from '../site.js';
import { Difference } from '../verdict.js';

const HOUR_MS = 3_600_000;
const MS_PER_SECOND = 1_000;

/** A person of this run, valid from an hour ago for a day, in the run's own organisation. @throws Skip without one */
export function testPerson(site: Site, number: number, changes: Partial<PersonToAdd> = {}): PersonToAdd {
  const organisation = site.need(site.organisation, 'there is no organisation of our own');
  const now = Math.floor(Date.now() / MS_PER_SECOND) * MS_PER_SECOND;
  return {
    personCode: codeOf(site, number),
    fullName: `Contract ${site.mark}`,
    organisationId: organisation.id,
    phone: null,
    email: null,
    validity: { beginsAt: new Date(now - HOUR_MS), endsAt: new Date(now + 24 * HOUR_MS) },
    faceJpeg: null,
    ...changes,
  };
}

export function codeOf({ mark }: Site, number: number): string {
  return `VCT${mark}${String(number).padStart(3, '0')}`;
}

/** Makes the person, to be removed at the end. */
export async function addTestPerson(site: Site, person: PersonToAdd): Promise<string> {
  const { personId } = await site.value(addPerson(person));
  site.made(`person ${person.personCode}`, deletePerson(personId));
  return personId;
}

/** @throws Difference when nobody has the code */
export async function findTestPerson(site: Site, personCode: string): Promise<PersonRead> {
  const person = await site.value(findPersonByCode(personCode));
  if (person === null || person === 'untold')
    throw new Difference(`nobody has the code ${personCode} that was just given`);
  return person;
}

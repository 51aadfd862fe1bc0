import {
  addPerson,
  deletePerson,
  deletePersonByCode,
  findPersonByCode,
  findPersonById,
  listPersons,
  MAX_PAGE_SIZE,
  readDeletionRule,
  searchPersons,
  updateFace,
  updatePerson,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';
import { addTestPerson, codeOf, findTestPerson, testPerson } from './test-person.js';

const HOUR_MS = 3_600_000;

export const personCases: CaseFamily = {
  name: 'persons',
  cases: [
    {
      title: 'nobody has a code that was never given',
      run: async (site) => {
        const person = await site.value(findPersonByCode(codeOf(site, 999)));
        site.check(person === null, 'somebody has it');
      },
    },
    {
      title: 'a person and its face are made in one call, and read back as sent',
      run: async (site) => {
        const person = testPerson(site, 1, {
          fullName: `Аса О'ст ${site.mark}`,
          phone: '+358 40 1234567',
          faceJpeg: site.options.faceJpeg,
        });
        const personId = await addTestPerson(site, person);
        const found = await findTestPerson(site, person.personCode);
        site.check(found.personId === personId, 'the id is another than the one answered');
        site.check(found.organisationId === person.organisationId, 'the organisation is another');
        site.check(found.givenName === 'Аса Ост' && found.familyName === site.mark, 'the names are others');
        site.check(found.hasFace, 'there is no face');
        site.check(found.validity?.beginsAt.getTime() === person.validity.beginsAt.getTime(), 'beginTime is another');
        site.check(found.validity?.endsAt.getTime() === person.validity.endsAt.getTime(), 'endTime is another');
        if (site.isVersion3) site.check(found.accessLevelIds !== null, 'the answer does not name access levels');
      },
    },
    {
      title: 'a code that is taken is refused',
      run: async (site) => {
        const person = testPerson(site, 2);
        await addTestPerson(site, person);
        await site.refused(addPerson(person), '131');
      },
    },
    {
      title: 'an organisation that is not there is refused',
      run: (site) =>
        site.refused(addPerson(testPerson(site, 3, { organisationId: '2000000000' })), '128', '0x00072203'),
    },
    {
      title: 'a face that is no picture is refused, and nobody is made',
      run: async (site) => {
        const person = testPerson(site, 4, { faceJpeg: Buffer.from('this is no picture') });
        await site.refused(addPerson(person), '2');
        const found = await site.value(findPersonByCode(person.personCode));
        site.check(found === null, 'the person was made all the same');
        if (found !== null && found !== 'untold')
          site.made(`person ${person.personCode}`, deletePerson(found.personId));
      },
    },
    {
      title: 'an end before the begin is refused',
      run: async (site) => {
        const { validity, ...rest } = testPerson(site, 5);
        const turned = { beginsAt: validity.endsAt, endsAt: validity.beginsAt };
        await site.refused(addPerson({ ...rest, validity: turned }), '2', '0x00072002', '0x00072003');
      },
    },
    {
      title: 'an update changes names and validity and keeps code and face',
      run: async (site) => {
        const person = testPerson(site, 6, { faceJpeg: site.options.faceJpeg });
        const personId = await addTestPerson(site, person);
        const endsAt = new Date(person.validity.endsAt.getTime() + HOUR_MS);
        const validity = { ...person.validity, endsAt };
        await site.value(updatePerson({ ...person, personId, fullName: 'Madonna', validity }));
        const found = await findTestPerson(site, person.personCode);
        site.check(found.givenName === 'Madonna', 'the name did not change');
        site.check(found.validity?.endsAt.getTime() === endsAt.getTime(), 'endTime did not change');
        site.check(found.hasFace, 'the face is gone');
      },
    },
    {
      title: 'a face can be given later',
      run: async (site) => {
        const person = testPerson(site, 7);
        const personId = await addTestPerson(site, person);
        site.check(!(await findTestPerson(site, person.personCode)).hasFace, 'a person without a face has one');
        await site.value(updateFace({ personId, faceJpeg: site.options.faceJpeg }));
        site.check((await findTestPerson(site, person.personCode)).hasFace, 'the face is not there');
      },
    },
    {
      title: 'a person is found by its id and by a part of its name',
      run: async (site) => {
        const person = testPerson(site, 10, { fullName: `Searched ${site.mark}` });
        const personId = await addTestPerson(site, person);
        const byId = await site.value(findPersonById(personId));
        site.check(byId !== 'untold' && byId?.personCode === person.personCode, 'not by its id');
        const { items } = await site.value(searchPersons({ name: `Searched ${site.mark}`, pageNo: 1 }));
        site.check(items.length === 1 && items[0]?.personId === personId, 'not the only one with its name');
        site.check((await site.value(findPersonById('2000000000'))) === null, 'an id nobody has finds somebody');
      },
    },
    {
      title: 'our person is in the list of all',
      run: async (site) => {
        const person = testPerson(site, 8);
        await addTestPerson(site, person);
        const { total } = await site.value(listPersons({ pageNo: 1, pageSize: 1 }));
        // Where the list begins with the newest, the first page has it; else the last.
        const pages = [...new Set([Math.ceil(total / MAX_PAGE_SIZE), 1])];
        for (const pageNo of pages) {
          const { items } = await site.value(listPersons({ pageNo }));
          if (items.some(({ personCode }) => personCode === person.personCode)) return;
        }
        site.check(false, 'neither on the first page nor on the last');
      },
    },
    {
      title: 'the server says whether deleting asks for a password',
      run: async (site) => {
        await site.value(readDeletionRule());
      },
    },
    {
      title: 'a person is deleted by its code',
      run: async (site) => {
        const person = testPerson(site, 11);
        const { personId } = await site.value(addPerson(person));
        const { outcome } = await site.ask(deletePersonByCode(person.personCode));
        site.check(outcome.kind === 'done', 'it was not deleted');
        if (outcome.kind !== 'done') site.made(`person ${person.personCode}`, deletePerson(personId));
      },
    },
    {
      title: 'a deleted person is gone, and cannot be deleted again',
      run: async (site) => {
        const person = testPerson(site, 9);
        const { personId } = await site.value(addPerson(person));
        const { outcome } = await site.ask(deletePerson(personId));
        if (outcome.kind !== 'done') site.made(`person ${person.personCode}`, deletePerson(personId));
        site.check(outcome.kind === 'done', 'it was not deleted');
        site.check((await site.value(findPersonByCode(person.personCode))) === null, 'it is still found by its code');
        await site.refused(deletePerson(personId), '128', '0x00072203');
      },
    },
  ],
};

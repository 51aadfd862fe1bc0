import {
  addAccessLevel,
  deleteAccessLevel,
  giveAccessLevel,
  listAccessLevelMembers,
  listAccessLevels,
  readApplicationFailures,
  readApplicationSummary,
  readPersonApplication,
  requestApplication,
  takeAccessLevel,
  updateAccessLevel,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Site } from '../site.js';
import { type CaseFamily } from './contract-case.js';
import { addTestPerson, testPerson } from './test-person.js';

const NO_LEVEL = 'no access level was allowed (--access-level)';

export const accessLevelCases: CaseFamily = {
  name: 'access-levels',
  cases: [
    {
      title: 'the levels are listed, and a 3.x names their doors',
      run: async (site) => {
        const { items, total } = await site.value(listAccessLevels(1));
        site.check(items.length === Math.min(total, 500), 'the first page does not hold what the total promises');
      },
    },
    {
      title: 'a level is made, renamed and removed',
      run: async (site) => {
        const name = `Contract ${site.mark}`;
        await site.value(addAccessLevel({ name, description: '' }));
        const levelId = await levelIdOf(site, name);
        site.made(`access level ${name}`, deleteAccessLevel(levelId));
        await site.value(updateAccessLevel({ levelId, name: `${name} 2`, description: 'Made by a test' }));
        site.check((await levelIdOf(site, `${name} 2`)) === levelId, 'the renamed level has another id');
      },
    },
    {
      title: 'a level is given, read back, applied and taken',
      run: async (site) => {
        const levelId = site.need(site.options.accessLevelId, NO_LEVEL);
        const personId = await addTestPerson(site, testPerson(site, 21, { faceJpeg: site.options.faceJpeg }));
        await site.value(giveAccessLevel({ levelId, personIds: [personId] }));
        site.made(`membership of person ${personId}`, takeAccessLevel({ levelId, personIds: [personId] }));
        await site.eventually(() => isMember(site, levelId, personId), 'the person is a member');
        await site.value(requestApplication({ personIds: [personId] }));
        await site.eventually(() => isApplied(site, personId), 'the doors hold the person');
        await site.value(takeAccessLevel({ levelId, personIds: [personId] }));
        await site.eventually(async () => !(await isMember(site, levelId, personId)), 'the person is no member');
        await site.value(requestApplication({ personIds: [personId] }));
        await site.eventually(() => isNothingPending(site), 'nothing is pending');
      },
    },
    {
      title: 'giving twice and taking from who has not is accepted',
      run: async (site) => {
        const levelId = site.need(site.options.accessLevelId, NO_LEVEL);
        const personId = await addTestPerson(site, testPerson(site, 22));
        const change = { levelId, personIds: [personId] };
        await site.value(takeAccessLevel(change));
        await site.value(giveAccessLevel(change));
        site.made(`membership of person ${personId}`, takeAccessLevel(change));
        await site.value(giveAccessLevel(change));
        await site.eventually(() => isMember(site, levelId, personId), 'the person is a member');
        await site.value(takeAccessLevel(change));
      },
    },
    {
      title: 'one unknown person refuses the whole call',
      run: async (site) => {
        const levelId = site.need(site.options.accessLevelId, NO_LEVEL);
        const personId = await addTestPerson(site, testPerson(site, 23));
        const change = { levelId, personIds: [personId, '2000000000'] };
        await site.refused(giveAccessLevel(change), '128', '0x00072203');
        const isIn = await isMember(site, levelId, personId);
        site.check(!isIn, 'the known person was made a member');
        if (isIn) site.made(`membership of person ${personId}`, takeAccessLevel({ levelId, personIds: [personId] }));
      },
    },
    {
      title: 'a level that is not there is refused',
      run: async (site) => {
        const personId = await addTestPerson(site, testPerson(site, 24));
        await site.refused(giveAccessLevel({ levelId: '2000000000', personIds: [personId] }), '128', '0x00072203');
      },
    },
    {
      title: 'failures of application are listed',
      run: async (site) => {
        await site.value(readApplicationFailures(1));
      },
    },
  ],
};

async function levelIdOf(site: Site, name: string): Promise<string> {
  const { items } = await site.value(listAccessLevels(1));
  return site.need(
    items.find((level) => level.name === name)?.id ?? null,
    `${name} is not on the first page of levels`,
  );
}

async function isMember(site: Site, levelId: string, personId: string): Promise<boolean> {
  for (let pageNo = 1; ; pageNo += 1) {
    const page = await site.value(listAccessLevelMembers({ levelId, pageNo }));
    if (page.items.some((member) => member.personId === personId)) return true;
    if (pageNo * page.pageSize >= page.total) return false;
  }
}

async function isApplied(site: Site, personId: string): Promise<boolean> {
  const doors = await site.value(readPersonApplication(personId));
  return doors !== null && doors.length > 0 && doors.every(({ state }) => state === 'applied');
}

async function isNothingPending(site: Site): Promise<boolean> {
  const { pendingCount, editedPendingCount } = await site.value(readApplicationSummary());
  return pendingCount === 0 && editedPendingCount === 0;
}

import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';

const ACCESS_LEVELS = ['1', '2', '3'];
const READS_LEVEL = '/privilege/group/single/personList';
const READS_PERSON = '/person/personCode/personInfo';

/**
 * The third level is the employees', 2,000 of them: its list has five pages while the guest is on it, and four after.
 * Membership is read back the cheapest way the server has: by one look at the person, or by each level's list.
 */
describe.each([
  ['V3.1.0.0', { [READS_PERSON]: 2, [READS_LEVEL]: 0 }],
  // The look shows the new person's id: before 3.x nothing is given by code.
  ['V2.4.1.0', { [READS_PERSON]: 1, [READS_LEVEL]: 1 + 1 + 5 + (1 + 1 + 4) }],
])('one guest with three levels at a HikCentral %s', (softVersion, wanted) => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule({ simulator: { softVersion } });
    await liveThrough();
  });

  afterAll(() => vestibule.close());

  async function liveThrough(): Promise<Record<string, number>> {
    const { api, simulator } = vestibule;
    const { control } = simulator;
    const before = control.arrivals().length;
    const { id } = await announce(api, { accessLevelIds: ACCESS_LEVELS });
    await putPhoto(api, id);
    const { access } = await untilAccess(api, id, 'granted');
    expect(control.whereabouts(access.personCode!).person?.privilegeGroupIds.toSorted()).toEqual(ACCESS_LEVELS);
    await api.post(`/visits/${id}/cancel`, {});
    await untilAccess(api, id, 'revoked');
    expect(control.whereabouts(access.personCode!).person?.privilegeGroupIds).toEqual([]);
    const paths = control
      .arrivals()
      .slice(before)
      .map(({ path }) => path);
    const count = (part: string): number => paths.filter((path) => path.endsWith(part)).length;
    return { [READS_PERSON]: count(READS_PERSON), [READS_LEVEL]: count(READS_LEVEL) };
  }

  it('costs so many readings', async () => {
    expect(await liveThrough()).toEqual(wanted);
  }, 60_000);
});

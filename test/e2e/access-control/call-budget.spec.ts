import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';

/** What monitoring reads, and the health probe: they are not about one guest. */
const NOT_ABOUT_A_GUEST = ['door/events', 'acsDoor/acsDoorList', 'v1/version'];

describe('HikCentral calls for one guest', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
  });

  afterAll(() => vestibule.close());

  /** @returns the calls of one whole life, by the last two parts of their paths */
  const liveThrough = async (): Promise<string[]> => {
    const { api, simulator } = vestibule;
    const before = simulator.control.arrivals().length;
    const { id } = await announce(api);
    await putPhoto(api, id);
    const granted = await untilAccess(api, id, 'granted');
    const { personCode } = granted.access;
    expect(simulator.control.whereabouts(personCode!).person?.privilegeGroupIds).toEqual(['1']);

    await api.post(`/visits/${id}/cancel`, {});
    await untilAccess(api, id, 'revoked');
    const { person, doors } = simulator.control.whereabouts(personCode!);
    expect(person?.privilegeGroupIds).toEqual([]);
    expect(doors.filter(({ copy }) => copy !== null)).toEqual([]);
    return simulator.control
      .arrivals()
      .slice(before)
      .map(({ path }) => path.split('/').slice(-2).join('/'))
      .filter((path) => !NOT_ABOUT_A_GUEST.includes(path));
  };

  it('is nine for a whole life, once organisation, level and its doors are known', async () => {
    await liveThrough();
    expect(await liveThrough()).toEqual([
      'single/add',
      'single/addPersons',
      'single/personList',
      'auth/reapplication',
      'auth/applicationResult',
      'single/deletePersons',
      'auth/reapplication',
      'single/personList',
      'auth/applicationResult',
    ]);
  }, 60_000);
});

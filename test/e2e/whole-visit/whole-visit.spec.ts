import { waitFor } from '../../support/wait-for.js';
import {
  ENTRANCE_READER,
  EXIT_READER,
  openVestibule,
  type TestVestibule,
  VISITORS_LEVEL,
} from '../../support/vestibule.js';
import { announce, putPhoto, readVisit, untilAccess, untilVisit } from '../../support/visit-steps.js';

const READS_DOOR_EVENTS = '/api/acs/v1/door/events';
const READS_APPLICATION = '/api/acs/v1/auth/applicationResult';

describe('one guest’s whole visit', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
    // Organisation, levels and doors are known from here on: what is counted below is the guest's own cost.
    const first = await announce(vestibule.api);
    await putPhoto(vestibule.api, first.id);
    await untilAccess(vestibule.api, first.id, 'granted');
  });

  afterAll(() => vestibule.close());

  it('lets the guest in while the visit lasts, and never after', async () => {
    const { api, simulator } = vestibule;
    const { control } = simulator;
    const visit = await announce(api, { guest: { fullName: 'Мария Соколова' } });
    expect(visit).toMatchObject({ status: 'expected', hasPhoto: false, access: { status: 'awaiting_photo' } });

    const photoAtMs = performance.now();
    await putPhoto(api, visit.id);
    const granted = await untilAccess(api, visit.id, 'granted');
    expect(performance.now() - photoAtMs).toBeLessThan(5_000);

    const person = control.personByCode(granted.access.personCode ?? '');
    expect(person?.personId).toBe(granted.access.hikcentralPersonId);
    expect(control.members(VISITORS_LEVEL)).toContain(person?.personId);
    expect(control.doorsHolding(person?.personId ?? '').sort()).toEqual(['1', '2']);
    expect(granted.access.doors.map(({ status }) => status)).toEqual(['applied', 'applied']);

    const personCode = granted.access.personCode ?? '';
    expect(control.walk({ personCode, readerIndexCode: ENTRANCE_READER }).isGranted).toBe(true);
    const inside = await untilVisit(api, visit.id, ({ status }) => status === 'checked_in');
    expect(inside.checkedInAt).not.toBeNull();

    expect(control.walk({ personCode, readerIndexCode: EXIT_READER }).isGranted).toBe(true);
    const left = await untilVisit(api, visit.id, ({ status }) => status === 'checked_out');
    expect(left.closedReason).toBe('exit');

    const revoked = await untilAccess(api, visit.id, 'revoked');
    expect(revoked.access).toMatchObject({ desired: 'revoked', lastError: null });
    expect(control.members(VISITORS_LEVEL)).not.toContain(person?.personId);
    expect(control.doorsHolding(person?.personId ?? '')).toEqual([]);
    expect(control.walk({ personCode, readerIndexCode: ENTRANCE_READER }).isGranted).toBe(false);
    expect(control.foreignChanges()).toEqual([]);
  });

  it('costs HikCentral at most nine calls, and one for each confirmation round', async () => {
    const { api, simulator } = vestibule;
    const { control } = simulator;
    const before = control.arrivals().length;
    const visit = await announce(api, { guest: { fullName: 'John Carter' } });
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const personCode = access.personCode ?? '';
    control.walk({ personCode, readerIndexCode: ENTRANCE_READER });
    await untilVisit(api, visit.id, ({ status }) => status === 'checked_in');
    control.walk({ personCode, readerIndexCode: EXIT_READER });
    await untilAccess(api, visit.id, 'revoked');

    const paths = control
      .arrivals()
      .slice(before)
      .map(({ path }) => path.replace('/artemis', ''))
      .filter((path) => path !== READS_DOOR_EVENTS);
    const rounds = paths.filter((path) => path === READS_APPLICATION).length;
    expect(rounds).toBeGreaterThanOrEqual(2);
    expect(paths.length - rounds).toBeLessThanOrEqual(7);
    expect(paths.filter((path) => path.endsWith('/person/single/add'))).toHaveLength(1);
  });

  it('tells the whole story on the timeline, oldest first', async () => {
    const { api } = vestibule;
    const visit = await announce(api, { guest: { fullName: 'Chen Wei' } });
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    await api.post(`/visits/${visit.id}/cancel`);
    await untilAccess(api, visit.id, 'revoked');
    const { body } = await api.get<{ items: { type: string; at: string }[] }>(`/visits/${visit.id}/timeline?limit=200`);
    const types = body.items.map(({ type }) => type);
    expect(types[0]).toBe('visit_announced');
    expect(types.indexOf('photo_replaced')).toBeLessThan(types.indexOf('step_taken'));
    expect(types.indexOf('visit_ended')).toBeLessThan(types.lastIndexOf('access_changed'));
    expect(access.personCode).not.toBeNull();
  });

  it('shows the guest on the muster list while inside, and the passages with their direction', async () => {
    const { api, simulator } = vestibule;
    const visit = await announce(api, { guest: { fullName: 'Priya Nair' } });
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const personCode = access.personCode ?? '';
    simulator.control.walk({ personCode, readerIndexCode: ENTRANCE_READER });
    await untilVisit(api, visit.id, ({ status }) => status === 'checked_in');
    const onSite = async () => JSON.stringify((await api.get('/on-site')).body);
    expect(await onSite()).toContain('Priya Nair');

    await waitFor(async () => {
      const { body } = await api.get<{ items: { direction: string; result: string }[] }>(
        `/passages?visitId=${visit.id}`,
      );
      return body.items.some(({ direction, result }) => direction === 'entry' && result === 'granted');
    }, 'the passage on the visit');

    await api.post(`/visits/${visit.id}/check-out`);
    expect((await readVisit(api, visit.id)).status).toBe('checked_out');
    await untilAccess(api, visit.id, 'revoked');
  });

  it('ends access at validTo when nobody does anything', async () => {
    const { api, simulator } = vestibule;
    const visit = await announce(api, { validTo: new Date(Date.now() + 10_000).toISOString() });
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const personId = access.hikcentralPersonId ?? '';
    await untilAccess(api, visit.id, 'revoked', 40_000);
    expect(simulator.control.members(VISITORS_LEVEL)).not.toContain(personId);
    expect(simulator.control.walk({ personId, readerIndexCode: ENTRANCE_READER }).isGranted).toBe(false);
  }, 60_000);

  it('makes one person though the answer to the person add was lost', async () => {
    const { api, simulator } = vestibule;
    simulator.control.faults.add({ kind: 'lose-answer', path: '/api/resource/v1/person/single/add', times: 1 });
    const visit = await announce(api, { guest: { fullName: 'Samuel Osei' } });
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted', 40_000);
    expect(simulator.control.ownPersons().filter(({ personCode }) => personCode === access.personCode)).toHaveLength(1);
    expect(simulator.control.ownPersons().filter(({ givenName }) => givenName === 'Samuel')).toHaveLength(1);
  }, 60_000);
});

import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit } from '../../support/visit-steps.js';

describe('a photo that is removed', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
  });

  afterAll(() => vestibule.close());

  it('takes the face out of HikCentral and every door, and a new one lets the same guest in again', async () => {
    const { api, simulator } = vestibule;
    const visit = await announce(api);
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const personCode = access.personCode ?? '';
    expect(simulator.control.doorsHolding(access.hikcentralPersonId ?? '').sort()).toEqual(['1', '2']);

    const { status } = await api.delete(`/visits/${visit.id}/photo`);
    expect(status).toBeLessThan(300);
    const removed = await untilVisit(api, visit.id, (now) => now.access.hikcentralPersonId === null);
    expect(removed).toMatchObject({ hasPhoto: false, access: { status: 'awaiting_photo', personCode } });
    expect(simulator.control.personByCode(personCode)).toBeUndefined();
    expect(simulator.control.doorsHolding(access.hikcentralPersonId ?? '')).toEqual([]);
    const { body } = await api.get<{ items: { data: { step?: string } }[] }>(`/visits/${visit.id}/timeline?limit=200`);
    expect(body.items.map(({ data }) => data.step)).toContain('person_removed');

    await putPhoto(api, visit.id);
    const again = await untilAccess(api, visit.id, 'granted');
    expect(again.access.personCode).toBe(personCode);
    expect(simulator.control.ownPersons().map((person) => person.personCode)).toEqual([personCode]);
    expect(simulator.control.doorsHolding(again.access.hikcentralPersonId ?? '').sort()).toEqual(['1', '2']);
    expect(simulator.control.foreignChanges()).toEqual([]);
  }, 60_000);
});

import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { addByHand, checkDrift, grantOne, NOTHING_FOUND } from './support/drift-steps.js';

interface CardholderBody {
  readonly id: string;
  readonly guestId: string;
  readonly personCode: string;
  readonly hikcentralPersonId: string | null;
}

describe('a cardholder whose person is not as our record has it', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule({ simulator: { employeeCount: 30 } });
  }, 60_000);

  afterAll(() => vestibule.close());

  async function cardholderOf(guestId: string): Promise<CardholderBody | undefined> {
    const { body } = await vestibule.api.get<{ items: CardholderBody[] }>('/cardholders?limit=200');
    return body.items.find((one) => one.guestId === guestId);
  }

  it('is shown beside a person of another organisation with its code, and neither is touched', async () => {
    const { api, simulator } = vestibule;
    const visit = await grantOne(api, { guest: { fullName: 'Asa Ost' } });
    const personCode = visit.access.personCode!;
    simulator.control.edits.deletePerson({ personCode });
    const theirs = await addByHand(vestibule, { personCode, organisation: 'Employees', name: ['Bo', 'Ek'] }, '3');
    const before = simulator.control.whereabouts(personCode).person;
    const check = await checkDrift(api);
    expect(check).toMatchObject({ status: 'completed', duplicates: 1, mended: 0 });
    const [{ hikcentral, record, differs, isMended }] = check.findings as [(typeof check.findings)[number]];
    expect({ isMended, differs }).toEqual({ isMended: false, differs: ['organisation'] });
    expect(hikcentral?.hikcentralPersonId).toBe(theirs);
    expect(record?.hikcentralPersonId).toBe(visit.access.hikcentralPersonId);
    expect(hikcentral?.organisationId).not.toBe(record?.organisationId);
    const failed = await untilAccess(api, visit.id, 'failed');
    expect(failed.access.lastError?.code).toBe('DUPLICATE_PERSON');
    expect(simulator.control.whereabouts(personCode).person).toEqual(before);
    simulator.control.edits.deletePerson({ personCode });
    await api.post(`/cardholders/${(await cardholderOf(visit.guest.id))!.id}/restore`);
    await untilAccess(api, visit.id, 'granted');
  }, 60_000);

  it('is built again from our record by restore, in place of a person who was deleted and one who was changed', async () => {
    const { api, simulator } = vestibule;
    const visit = await grantOne(api, { guest: { fullName: 'Cia Ask' } });
    const personCode = visit.access.personCode!;
    const cardholder = (await cardholderOf(visit.guest.id))!;
    simulator.control.edits.deletePerson({ personCode });
    expect((await api.post(`/cardholders/${cardholder.id}/restore`)).status).toBe(202);
    await waitFor(
      () => simulator.control.whereabouts(personCode).person?.privilegeGroupIds.length === 1,
      'the person to be back',
    );
    const again = await untilAccess(api, visit.id, 'granted');
    expect(again.access.hikcentralPersonId).not.toBe(visit.access.hikcentralPersonId);

    const handle = { personCode };
    simulator.control.edits.renamePerson(handle, { familyName: 'Changed' });
    simulator.control.edits.changeFace(handle, null);
    expect((await api.post(`/cardholders/${cardholder.id}/restore`)).status).toBe(202);
    await waitFor(() => {
      const { person } = simulator.control.whereabouts(personCode);
      return person?.personName.includes('Ask') === true && person.hasFace;
    }, 'name and face to be back');
    await untilAccess(api, visit.id, 'granted');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
  }, 60_000);

  it('is not looked for by restore before anything was sent', async () => {
    const { api, simulator } = vestibule;
    const { id, guest } = await announce(api, { guest: { fullName: 'Dan Alm' } });
    await waitFor(async () => (await cardholderOf(guest.id)) !== undefined, 'the cardholder');
    expect((await api.post(`/cardholders/${(await cardholderOf(guest.id))!.id}/restore`)).status).toBe(202);
    await putPhoto(api, id);
    const { access } = await untilAccess(api, id, 'granted');
    expect(simulator.control.whereabouts(access.personCode!).person).not.toBeNull();
    const unknown = await api.post('/cardholders/0190a0a0-0000-7000-8000-000000000000/restore');
    expect(unknown.status).toBe(404);
  }, 60_000);
});

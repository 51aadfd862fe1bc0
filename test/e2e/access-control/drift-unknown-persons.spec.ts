import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { waitFor } from '../../support/wait-for.js';
import {
  addByHand,
  checkDrift,
  type DriftCheckBody,
  grantOne,
  heldBy,
  NOTHING_FOUND,
  unknownCode,
  untilChecked,
} from './support/drift-steps.js';

const VISITORS = 'Visitors';

describe.each(['V3.1.0.0', 'V2.4.1.0'])(
  'persons of ours that the database does not know, at a HikCentral %s',
  (softVersion) => {
    let vestibule: TestVestibule;
    let guestCode: string;

    beforeAll(async () => {
      vestibule = await openVestibule({ simulator: { softVersion, employeeCount: 30 } });
      const visit = await grantOne(vestibule.api, { guest: { fullName: 'Asa Ost' } });
      guestCode = visit.access.personCode!;
    }, 60_000);

    afterAll(() => vestibule.close());

    const personOf = (personCode: string) => vestibule.simulator.control.whereabouts(personCode).person;

    it('are taken out, the probable second record of a guest too', async () => {
      const { api } = vestibule;
      const stranger = unknownCode();
      const second = unknownCode();
      await addByHand(vestibule, { personCode: stranger, organisation: VISITORS }, '1', '2');
      await addByHand(vestibule, { personCode: second, organisation: VISITORS, name: ['Asa', 'Ost'] }, '1');
      const check = await checkDrift(api);
      expect(check).toMatchObject({ status: 'completed', ghosts: 2, unknownPersons: 2, duplicates: 1, holes: 0 });
      const twin = check.findings.find(({ kind }) => kind === 'duplicate')!;
      expect([twin.personCode, twin.cardholderId === null]).toEqual([second, false]);
      await waitFor(() => personOf(stranger) === null && personOf(second) === null, 'both to be gone');
      expect(heldBy(vestibule.simulator)).toEqual([guestCode]);
      expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
    }, 60_000);

    it('are left alone with a code that is not ours, or in another organisation', async () => {
      const { api, simulator } = vestibule;
      const others = [
        { personCode: '0123456789ABCDEF', organisation: VISITORS },
        { personCode: unknownCode(), organisation: 'Employees' },
      ];
      for (const other of others) await addByHand(vestibule, other, '1');
      const before = simulator.control.snapshot().persons;
      expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
      expect(simulator.control.snapshot().persons).toEqual(before);
      for (const { personCode } of others) simulator.control.edits.deletePerson({ personCode });
    }, 60_000);

    it('stop the check when they are more than twenty, until an admin allows it', async () => {
      const { api, simulator } = vestibule;
      const codes = Array.from({ length: 21 }, unknownCode);
      for (const personCode of codes) await addByHand(vestibule, { personCode, organisation: VISITORS }, '1');
      simulator.control.edits.removeMember('1', { personCode: guestCode });
      const stopped = await checkDrift(api);
      // What is known is mended all the same.
      expect(stopped).toMatchObject({ status: 'stopped', unknownPersons: 21, ghosts: 21, wrongLevel: 1, mended: 1 });
      await waitFor(() => personOf(guestCode)?.privilegeGroupIds.length === 1, 'the known guest to be mended');
      expect(codes.map((code) => personOf(code)?.privilegeGroupIds)).toEqual(codes.map(() => ['1']));
      const metrics = await (await fetch(`${vestibule.running.baseUrl}/metrics`)).text();
      expect(metrics).toMatch(/^vestibule_drift_unknown_persons 21$/m);

      const allowed = await api.post<DriftCheckBody>(`/drift-checks/${stopped.id}/approve`);
      expect(allowed.status).toBe(202);
      expect((await api.post(`/drift-checks/${stopped.id}/approve`)).status).toBe(409);
      expect(await untilChecked(api, allowed.body.id)).toMatchObject({ status: 'completed', mended: 21 });
      await waitFor(() => codes.every((code) => personOf(code) === null), 'all to be gone', 30_000);
      expect(heldBy(simulator)).toEqual([guestCode]);
      expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
    }, 90_000);

    it('stop it, too, when they come a few at a time', async () => {
      const { api } = vestibule;
      const codes = Array.from({ length: 19 }, unknownCode);
      for (const personCode of codes) await addByHand(vestibule, { personCode, organisation: VISITORS });
      // Two were taken out today without anybody's word.
      expect(await checkDrift(api)).toMatchObject({ status: 'stopped', unknownPersons: 19, mended: 0 });
      expect(codes.filter((code) => personOf(code) === null)).toEqual([]);
    }, 60_000);
  },
);

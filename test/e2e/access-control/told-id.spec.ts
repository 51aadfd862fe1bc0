import { openVestibule, type TestVestibule, VISITORS_LEVEL } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';

const EMPLOYEE_ID = '1';

describe.each(['V3.1.0.0', 'V2.6.1.0'])(
  "a HikCentral %s that tells an employee's id when a guest was made",
  (version) => {
    let vestibule: TestVestibule;

    beforeAll(async () => {
      vestibule = await openVestibule({ simulator: { softVersion: version, employeeCount: 5 } });
    });

    afterAll(() => vestibule.close());

    it('has nothing of the employee changed, and lets the guest in and out by the right id', async () => {
      const { simulator, api } = vestibule;
      const path = '/api/resource/v1/person/single/add';
      simulator.control.faults.add({ path, kind: 'delayed-effect', delayMs: 0, data: EMPLOYEE_ID });
      const { id } = await announce(api);
      await putPhoto(api, id);
      const { access } = await untilAccess(api, id, 'granted');
      const { person } = simulator.control.whereabouts(access.personCode!);
      expect(person).toMatchObject({ personId: access.hikcentralPersonId, privilegeGroupIds: [VISITORS_LEVEL] });
      expect(access.hikcentralPersonId).not.toBe(EMPLOYEE_ID);
      await api.post(`/visits/${id}/cancel`, {});
      await untilAccess(api, id, 'revoked');
      expect(simulator.control.whereabouts(access.personCode!).person?.privilegeGroupIds).toEqual([]);
      expect(simulator.control.foreignChanges()).toEqual([]);
    }, 60_000);
  },
);

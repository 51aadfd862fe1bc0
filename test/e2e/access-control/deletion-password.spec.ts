import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit } from '../../support/visit-steps.js';

const PASSWORD = 'sesame-of-the-administrator';

describe("a HikCentral that asks for its administrator's password before it deletes", () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule({
      simulator: { deletePassword: PASSWORD },
      environment: { HIKCENTRAL_ADMIN_PASSWORD: PASSWORD },
    });
  });

  afterAll(() => vestibule.close());

  it('gets the one of the settings, which nobody is shown', async () => {
    const { api, simulator, running } = vestibule;
    const visit = await announce(api);
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    await api.delete(`/visits/${visit.id}/photo`);
    await untilVisit(api, visit.id, (now) => now.access.hikcentralPersonId === null);
    expect(simulator.control.personByCode(access.personCode ?? '')).toBeUndefined();

    const said = await Promise.all([
      api.get('/hikcentral-servers'),
      api.get('/cardholders'),
      api.get(`/visits/${visit.id}/timeline?limit=200`),
    ]);
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200]);
    const metrics = await (await fetch(`${running.baseUrl}/metrics`)).text();
    expect(metrics).toContain('hikcentral');
    expect(JSON.stringify(said.map(({ body }) => body)) + metrics).not.toContain(PASSWORD);
    const audited = await vestibule.database.dataSource.query('SELECT * FROM audit_log');
    expect(JSON.stringify(audited)).not.toContain(PASSWORD);
  }, 60_000);
});

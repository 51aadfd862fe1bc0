import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

const TAKES_LEVEL = '/api/acs/v1/privilege/group/single/deletePersons';

describe('a revoking call that hangs', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule({ environment: { HIKCENTRAL_TIMEOUT_MS: '6000' } });
  });

  afterAll(() => vestibule.close());

  it('holds up nobody else’s revocation', async () => {
    const { api, simulator } = vestibule;
    const granted: string[] = [];
    for (let guest = 0; guest < 2; guest += 1) {
      const { id } = await announce(api);
      await putPhoto(api, id);
      await untilAccess(api, id, 'granted');
      granted.push(id);
    }
    const taking = () => simulator.control.arrivals().filter(({ path }) => path.endsWith(TAKES_LEVEL));
    const [hanging = '', other = ''] = granted;
    simulator.control.faults.add({ kind: 'hang', path: TAKES_LEVEL, times: 1 });
    await api.post(`/visits/${hanging}/cancel`, {});
    await waitFor(() => taking().length === 1, 'the first revoking call');

    const endedAtMs = Date.now();
    await api.post(`/visits/${other}/cancel`, {});
    await untilAccess(api, other, 'revoked', 5_000);
    expect(taking()[1]!.atMs - endedAtMs).toBeLessThan(1_000);
    expect(taking()[0]!.answerCode).toBeNull();
    expect(Date.now() - endedAtMs).toBeLessThan(4_000);

    await untilAccess(api, hanging, 'revoked', 20_000);
    expect(simulator.control.members('1')).toEqual([]);
  }, 60_000);
});

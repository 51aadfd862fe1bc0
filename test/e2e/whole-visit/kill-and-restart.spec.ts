import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { ENTRANCE_READER, environmentFor, VISITORS_LEVEL } from '../../support/vestibule.js';
import { VestibuleProcess } from '../../support/vestibule-process.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

const ADD_PERSON = '/api/resource/v1/person/single/add';
const ADD_MEMBERS = '/api/acs/v1/privilege/group/single/addPersons';
const REMOVE_MEMBERS = '/api/acs/v1/privilege/group/single/deletePersons';
const APPLY = '/api/visitor/v1/auth/reapplication';
const CALL_TIMEOUT_MS = 2_000;
const PATIENCE_MS = 45_000;

/** HikCentral does what it was asked, and the process that asked dies before it hears of it. */
describe('kill -9 and restart', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let vestibule: VestibuleProcess;
  let port: number;

  beforeAll(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, applyDelayMs: 50, eventDelayMs: 100 });
    port = await freePort();
    await launch();
  }, 60_000);

  afterAll(async () => {
    await vestibule.kill('SIGTERM');
    await simulator.close();
    await database.close();
  });

  async function launch(): Promise<void> {
    const environment = environmentFor(database.url, simulator);
    const timeouts = { HIKCENTRAL_TIMEOUT_MS: String(CALL_TIMEOUT_MS) };
    vestibule = await VestibuleProcess.start({ ...environment, ...timeouts }, port);
  }

  async function dieAfter(path: string, act: () => Promise<unknown>): Promise<void> {
    const before = timesAnswered(path);
    const fault = simulator.control.faults.add({ kind: 'hang', phase: 'after', path, times: 1 });
    await act();
    await waitFor(() => timesAnswered(path) > before, `the effect of ${path}`);
    await vestibule.kill('SIGKILL');
    simulator.control.faults.remove(fault);
    await launch();
  }

  /** Calls of this path that have had their effect, whether or not the answer reached anybody. */
  function timesAnswered(path: string): number {
    return simulator.control.arrivals().filter((one) => one.path.endsWith(path) && one.answerCode === '0').length;
  }

  const countPersons = (givenName: string) =>
    simulator.control.ownPersons().filter((person) => person.givenName === givenName).length;

  it.each([
    ['the person add', ADD_PERSON, 'Ann'],
    ['the membership', ADD_MEMBERS, 'Bea'],
    ['the reapplication', APPLY, 'Cleo'],
  ])(
    'after %s: one person, and the doors open',
    async (_when, path, givenName) => {
      let visitId = '';
      await dieAfter(path, async () => {
        const visit = await announce(vestibule.api, { guest: { fullName: `${givenName} Ost` } });
        visitId = visit.id;
        await putPhoto(vestibule.api, visitId);
      });
      const { access } = await untilAccess(vestibule.api, visitId, 'granted', PATIENCE_MS);
      const { control } = simulator;
      expect(countPersons(givenName)).toBe(1);
      expect(control.doorsHolding(access.hikcentralPersonId ?? '').sort()).toEqual(['1', '2']);
      const walk = control.walk({ personCode: access.personCode ?? '', readerIndexCode: ENTRANCE_READER });
      expect(walk.isGranted).toBe(true);
    },
    90_000,
  );

  it('after the first revoking call: nobody is left on a door', async () => {
    const visit = await announce(vestibule.api, { guest: { fullName: 'Dora Ost' } });
    await putPhoto(vestibule.api, visit.id);
    const granted = await untilAccess(vestibule.api, visit.id, 'granted', PATIENCE_MS);
    await dieAfter(REMOVE_MEMBERS, () => vestibule.api.post(`/visits/${visit.id}/cancel`));
    await untilAccess(vestibule.api, visit.id, 'revoked', PATIENCE_MS);
    const personId = granted.access.hikcentralPersonId ?? '';
    expect(countPersons('Dora')).toBe(1);
    expect(simulator.control.members(VISITORS_LEVEL)).not.toContain(personId);
    expect(simulator.control.doorsHolding(personId)).toEqual([]);
    expect(simulator.control.foreignChanges()).toEqual([]);
  }, 90_000);
});

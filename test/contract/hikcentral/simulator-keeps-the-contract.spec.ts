import { ALL_CASES, runContract, ServerUnderTest, Site, type Verdict } from '../../../contract/index.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/index.js';
import { aFace } from '../../support/a-face.js';

const PROFILES: readonly (readonly [name: string, options: SimulatorOptions, missing: readonly string[]])[] = [
  ['3.x', { softVersion: 'V3.1.0.0', groupShape: 'nested' }, []],
  [
    '2.x',
    { softVersion: 'V2.4.1.0', groupShape: 'flat', omitsEmptyLists: true },
    ['the server says whether deleting asks for a password', 'a level is made, renamed and removed'],
  ],
];

describe.each(PROFILES)('a simulated HikCentral %s', (_name, options, missing) => {
  let simulator: Simulator;
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    simulator = await startSimulator({
      limit: { calls: null },
      applyDelayMs: 20,
      eventDelayMs: 0,
      employeeCount: 3,
      ...options,
    });
    simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
    simulator.control.walk({ unknownFace: true, readerIndexCode: '2' });
    const server = new ServerUnderTest({ ...simulator, ca: null, callsPerMinute: null, timeoutMs: 2_000 });
    const site = new Site(
      server,
      {
        accessLevelId: '1',
        doorId: '1',
        deviceId: '1',
        eventDestination: 'http://127.0.0.1:9/pushed',
        patienceMs: 5_000,
        faceJpeg: await aFace(),
      },
      'A1B2C3',
    );
    verdicts = await runContract(site, ALL_CASES, () => undefined);
    server.close();
  });

  afterAll(() => simulator.close());

  it('does what is documented of it', () => {
    expect(verdicts.filter(({ kind }) => kind === 'differs')).toEqual([]);
  });

  it('has what its version has', () => {
    const leftOut = verdicts.filter(({ kind }) => kind === 'skipped').map(({ title }) => title);
    expect(leftOut).toEqual(missing);
  });

  it('answers nothing that is not documented', () => {
    expect(verdicts.flatMap(({ news }) => news)).toEqual([]);
  });

  it('leaves nothing of the suite behind', () => {
    expect(simulator.control.ownPersons()).toEqual([]);
    expect(simulator.control.foreignChanges()).toEqual([]);
  });
});

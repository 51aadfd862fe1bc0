import {
  addPerson,
  type CallOutcome,
  findPersonByCode,
  giveAccessLevel,
  listAccessLevels,
  type Operation,
  readApplicationFailures,
  readDoorEvents,
  readVersion,
  requestApplication,
  type reserveVisit,
  takeAccessLevel,
  updateFace,
  updatePerson,
} from '../../../src/modules/hikcentral-gateway/index.js';
import { type Answered, ServerUnderTest } from '../../../contract/index.js';
import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { bookStep } from '../../../src/modules/access-control/domain/book-step.js';
import { NO_FACTS } from '../../../src/modules/access-control/domain/facts.js';
import { settleApplication } from '../../../src/modules/access-control/domain/settle-reading.js';
import { aFace } from '../../support/a-face.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { everyOperation } from '../../support/every-operation.js';
import { startGateway, type TestGateway } from '../../support/gateway.js';
import { answerWith, type RawServer, startRawServer } from '../../support/raw-server.js';
import { waitFor } from '../../support/wait-for.js';

const PERSON = {
  personCode: 'PIT0000000000001',
  fullName: 'Asa Ost',
  organisationId: '1',
  phone: null,
  email: null,
  validity: { beginsAt: new Date(Date.now() - 3_600_000), endsAt: new Date(Date.now() + 3_600_000) },
  faceJpeg: null,
};
const VISITORS_LEVEL = '1';
const ENTRANCE = '1';
const VERSION = '/api/common/v1/version';
const DAY_MS = 86_400_000;

/** What clients of HikCentral in the field got wrong, each tried on a server that behaves as theirs did. */
describe('what is easily got wrong about HikCentral', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateway: TestGateway;
  let raw: RawServer;
  let onTheWire: ServerUnderTest;
  let faceJpeg: Buffer;

  beforeAll(async () => {
    faceJpeg = await aFace();
    database = await openTestDatabase();
    simulator = await startSimulator({
      limit: { calls: null },
      applyDelayMs: 30,
      eventDelayMs: 0,
      employeeCount: 2,
      groupShape: 'nested',
    });
    gateway = await startGateway({ database, simulator });
    raw = await startRawServer(answerWith('{}'));
    onTheWire = new ServerUnderTest({ ...raw, ca: null, callsPerMinute: null, timeoutMs: 2_000 });
  });

  afterAll(async () => {
    await gateway.stop();
    onTheWire.close();
    await raw.close();
    await simulator.close();
    await database.close();
  });

  async function value<T>(operation: Operation<T>): Promise<T> {
    return valueOf(await gateway.send(operation));
  }

  async function answered<T>(body: string, operation: Operation<T>): Promise<Answered<T>['outcome']> {
    raw.respond = answerWith(body);
    return (await onTheWire.send(operation)).outcome;
  }

  async function newGuest(personCode: string): Promise<string> {
    return (await value(addPerson({ ...PERSON, personCode, faceJpeg }))).personId;
  }

  const walk = (personId: string): boolean => simulator.control.walk({ personId, readerIndexCode: ENTRANCE }).isGranted;

  it('197151 is a denial', async () => {
    const from = new Date(Date.now() - 60_000);
    simulator.control.walk({ unknownFace: true, readerIndexCode: ENTRANCE });
    const to = new Date(Date.now() + 60_000);
    await waitFor(async () => {
      const { items } = await value(readDoorEvents({ from, to, pageNo: 1, eventTypes: [197151] }));
      return (
        items.some(({ result }) => result === 'face_mismatch') && items.every(({ result }) => result !== 'granted')
      );
    }, 'the denial');
  });

  it.each(['"0"', '0', '"0x0"'])('the code of a success may be written %s', async (code) => {
    const outcome = await answered(`{"code":${code},"data":{"softVersion":"V2.4"}}`, readVersion());
    expect(valueOf(outcome).version).toBe('V2.4');
  });

  it('a reapplication names its persons as one text with commas, and no other person is applied', async () => {
    const [asked, other] = [await newGuest('PITREAPPLY1'), await newGuest('PITREAPPLY2')];
    await value(giveAccessLevel({ levelId: VISITORS_LEVEL, personIds: [asked, other] }));
    await value(requestApplication({ personIds: [asked] }));
    await waitFor(() => walk(asked), 'the one who was asked for');
    expect(walk(other)).toBe(false);
  });

  it('code 0 for a level and its application opens no door yet', async () => {
    const personId = await newGuest('PITNOTYET');
    await value(giveAccessLevel({ levelId: VISITORS_LEVEL, personIds: [personId] }));
    expect(walk(personId)).toBe(false);
    await value(requestApplication({ personIds: [personId] }));
    expect(walk(personId)).toBe(false);
    await waitFor(() => walk(personId), 'the door');
  });

  it('code 8 is a call that is not there', async () => {
    const nowhere: Operation<unknown> = { ...readVersion(), path: '/artemis/api/resource/v2/person/personList' };
    expect(errorOf(await gateway.send(nowhere))).toBe('GATEWAY.UNSUPPORTED');
  });

  it('the text of a refused signature, which echoes what was signed, goes nowhere', async () => {
    const echo = `${raw.appKey} string to sign POST application/json`;
    const outcome = await answered(`{"code":"0x02401003","msg":"${echo}","data":null}`, readVersion());
    expect(errorOf(outcome)).toBe('GATEWAY.AUTH_REJECTED');
    expect(JSON.stringify(outcome)).not.toContain('string to sign');
  });

  it('what adding a person answers is its id, as a plain text', async () => {
    const outcome = await answered('{"code":"0","msg":"Success","data":"1042"}', addPerson(PERSON));
    expect(valueOf(outcome)).toEqual({ personId: '1042' });
  });

  it('the id of a level is the same level as a number and as a text', async () => {
    const personId = await newGuest('PITLEVELID');
    await value(giveAccessLevel({ levelId: VISITORS_LEVEL, personIds: [personId] }));
    const person = await value(findPersonByCode('PITLEVELID'));
    const levels = await value(listAccessLevels(1));
    expect(person).toMatchObject({ accessLevelIds: [VISITORS_LEVEL] });
    expect(levels.items.map(({ id }) => id)).toContain(VISITORS_LEVEL);
    await value(takeAccessLevel({ levelId: VISITORS_LEVEL, personIds: [personId] }));
  });

  it('the failure seen right after a reapplication may be the round before: only the second one is believed', async () => {
    simulator.control.setApplication({ showsPreviousFailure: true });
    simulator.control.failApplications(ENTRANCE, { errorItems: '3', times: 1 });
    const personId = await newGuest('PITSTALE');
    await value(giveAccessLevel({ levelId: VISITORS_LEVEL, personIds: [personId] }));
    await value(requestApplication({ personIds: [personId] }));
    await waitFor(async () => (await value(readApplicationFailures(1))).items.length === 1, 'the failure');
    await value(requestApplication({ personIds: [personId] }));
    await waitFor(() => walk(personId), 'the door that took it');

    const seen = (await value(readApplicationFailures(1))).items.map(({ doorName, parts }) => ({
      doorId: doorName,
      name: doorName,
      state: 'failed' as const,
      isOnline: null,
      reason: parts[0] ?? null,
    }));
    expect(seen).toHaveLength(1);
    const asked = { callId: 'asked', bookedAtMs: 0, deadlineAtMs: 15_000 };
    const at = { readAtMs: 1_000, nowMs: 1_000, fraction: 0, rateLimitWindowMs: 60_000 };
    const requested = bookStep(NO_FACTS, { kind: 'request-application' }, asked, null);
    const once = settleApplication(requested, { kind: 'failed', doors: seen }, at);
    expect([once.application.request, Object.values(once.doors)[0]?.status]).toEqual([expect.anything(), 'pending']);
    const twice = settleApplication(once, { kind: 'failed', doors: seen }, at);
    expect([twice.application.request, Object.values(twice.doors)[0]?.status]).toEqual([null, 'failed']);
    simulator.control.setApplication({ showsPreviousFailure: false });
  });

  it('code 5, its own disk full, is a server that may have done it or not', async () => {
    const outcome = await answered('{"code":"5","msg":"database exception","data":null}', addPerson(PERSON));
    expect([outcome.kind, errorOf(outcome)]).toEqual(['unknown', 'GATEWAY.BUSY']);
  });

  it('a face is replaced by its own call, and an update of the person carries none', async () => {
    const personId = await newGuest('PITFACE');
    const before = simulator.control.personByCode('PITFACE')?.face?.sha256;
    await value(updateFace({ personId, faceJpeg: await aFace(200) }));
    const after = simulator.control.personByCode('PITFACE')?.face?.sha256;
    expect(after).not.toBe(before);
    expect(Object.keys(updatePerson({ ...PERSON, personId }).body)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/face|photo/i)]),
    );
  });

  it('a UUID is no person code, and is found out before it costs a call', () => {
    expect(() => addPerson({ ...PERSON, personCode: '6f1f2c0e-8a5b-4a7d-9a63-5d0b7d1c4e90' })).toThrow(RangeError);
  });

  it.each([
    ['Madonna', { givenName: 'Madonna', familyName: '-' }],
    [`O'Neil/Smith: "Bo" <x>`, { givenName: 'ONeilSmith Bo', familyName: 'x' }],
    [`':*?`, { givenName: '-', familyName: '-' }],
  ])('the name %s is cleaned and has two parts', async (fullName, names) => {
    const personCode = `PITNAME${fullName.length}`;
    await value(addPerson({ ...PERSON, personCode, fullName }));
    expect(await value(findPersonByCode(personCode))).toMatchObject(names);
  });

  it.each(['Success', 'success', 'ok', ''])('the message %j decides nothing', async (msg) => {
    const good = await answered(`{"code":"0","msg":"${msg}","data":{"softVersion":"V3"}}`, readVersion());
    const bad = await answered(`{"code":"128","msg":"${msg}","data":null}`, readVersion());
    expect([good.kind, bad.kind]).toEqual(['done', 'refused']);
  });

  it('eleven doors or 32 days are found out before they cost a call', () => {
    const from = new Date();
    const doorIds = Array.from({ length: 11 }, (_, index) => String(index));
    const window = { from, to: new Date(from.getTime() + DAY_MS), pageNo: 1 };
    expect(() => readDoorEvents({ ...window, doorIds })).toThrow(RangeError);
    expect(() => readDoorEvents({ ...window, to: new Date(from.getTime() + 32 * DAY_MS) })).toThrow(RangeError);
  });

  it('the content type on the wire is the one that was signed, byte for byte', async () => {
    await answered('{"code":"0","data":{"softVersion":"V3"}}', readVersion());
    const { headers } = raw.received.at(-1)!;
    expect([headers['content-type'], headers.accept]).toEqual(['application/json;charset=UTF-8', 'application/json']);
    // The simulator recomputes the signature from the very headers that arrived.
    expect((await gateway.send(readVersion())).kind).toBe('done');
  });

  it('a certificate that another visitor has is a conflict, by the number in the message', async () => {
    const visit = everyOperation().find(({ name }) => name === 'reserve-visit') as ReturnType<typeof reserveVisit>;
    const outcome = await answered('{"code":"1","msg":"VMS error 60051: exists","data":null}', visit);
    expect([outcome.kind, errorOf(outcome)]).toEqual(['refused', 'GATEWAY.CONFLICT']);
    expect(JSON.stringify(outcome)).not.toContain('VMS error');
  });

  it('no call is taken from the sister product', async () => {
    const sister = ['person/batch/add', 'person/batch/delete', 'picture/upload', 'person/photo', 'privilege/byPerson'];
    const paths = everyOperation().map(({ path }) => path);
    expect(paths.filter((path) => sister.some((part) => path.includes(part)))).toEqual([]);
    const { code } = JSON.parse((await simulator.control.asOperator('/api/resource/v1/person/batch/add', {})).body) as {
      code: string;
    };
    expect(code).toBe('8');
  });

  // The last: after it the gateway leaves the server alone for a while.
  it('nor does it get into the log', async () => {
    const msg = 'the key 21830457 signed POST application/json';
    simulator.control.faults.add({ kind: 'refuse', path: VERSION, code: '0x02401003', msg, httpStatus: 401, times: 1 });
    expect(errorOf(await gateway.send(readVersion()))).toBe('GATEWAY.AUTH_REJECTED');
    expect(gateway.logger.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(gateway.logger.lines)).not.toMatch(/21830457|signed POST/);
  });
});

type AnyOutcome<T> = CallOutcome<T> | Answered<T>['outcome'];

function valueOf<T>(outcome: AnyOutcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`expected an answer, got ${JSON.stringify(outcome)}`);
}

function errorOf(outcome: AnyOutcome<unknown>): string | null {
  return 'error' in outcome ? outcome.error.code : null;
}

import { HikCentralClient } from '../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../../src/modules/hikcentral-gateway/client/no-answer.js';
import {
  addOrganisation,
  addPerson,
  checkInVisitor,
  giveAccessLevel,
  type Operation,
  type OperationName,
  readDoorEvents,
  requestApplication,
  reserveVisit,
} from '../../../src/modules/hikcentral-gateway/index.js';
import { SystemRandom } from '../../../src/platform/random/random.js';
import { ManualTime, startSimulator } from '../../../simulator/index.js';
import { aFace } from '../../support/a-face.js';
import { everyOperation } from '../../support/every-operation.js';
import { ManualClock } from '../../support/manual-clock.js';

const NOW = new Date('2026-06-10T08:00:00Z');
const VALIDITY = { beginsAt: new Date('2026-06-10T07:00:00Z'), endsAt: new Date('2026-06-10T18:00:00Z') };

/** What the simulator answers to a good call of each kind, byte for byte; the same at every start. */
export async function recordAnswers(): Promise<ReadonlyMap<OperationName, readonly RawAnswer[]>> {
  const time = new ManualTime(NOW);
  const simulator = await startSimulator({
    clock: time,
    scheduler: time,
    employeeCount: 3,
    eventIdSalt: 'fuzz',
    deletePassword: null,
    limit: { calls: null },
  });
  const client = new HikCentralClient({
    ...simulator,
    ca: null,
    maxSockets: 1,
    clock: new ManualClock(NOW),
    random: new SystemRandom(),
  });
  const recorded = new Map<OperationName, RawAnswer[]>();
  const send = async (operation: Operation<unknown>): Promise<unknown> => {
    const answer = await client.send(operation, { timeoutMs: 10_000, gate: () => null });
    if (answer instanceof NoAnswer) return undefined;
    const body = parse(answer.body);
    const isEnvelope = typeof body === 'object' && body !== null && 'code' in body;
    const isGood = answer.httpStatus === 200 && (!isEnvelope || String(body.code) === '0');
    if (isGood) recorded.set(operation.name, [...(recorded.get(operation.name) ?? []), { ...answer, date: null }]);
    return isEnvelope && 'data' in body ? body.data : undefined;
  };
  try {
    const face = await aFace();
    const handles = await furnish(send, face);
    time.advance(60_000);
    simulator.control.walk({ personCode: PERSON_CODE, readerIndexCode: '1' });
    time.advance(60_000);
    for (const operation of inSafeOrder(everyOperation())) await send(withHandles(operation, handles, face));
    await send(readDoorEvents({ from: VALIDITY.beginsAt, to: VALIDITY.endsAt, pageNo: 1 }));
  } finally {
    client.close();
    await simulator.close();
  }
  return recorded;
}

const PERSON_CODE = 'VST0000000000009';
type Send = (operation: Operation<unknown>) => Promise<unknown>;

async function furnish(send: Send, face: Buffer): Promise<Readonly<Record<string, unknown>>> {
  const organisation = (await send(addOrganisation({ name: 'Fuzzed', parentId: '1' }))) as { orgIndexCode: string };
  const personId = (await send(
    addPerson({
      personCode: PERSON_CODE,
      fullName: 'Asa Ost',
      organisationId: organisation.orgIndexCode,
      phone: '5551234',
      email: 'asa@example.test',
      validity: VALIDITY,
      faceJpeg: face,
    }),
  )) as string;
  await send(giveAccessLevel({ levelId: '1', personIds: [personId] }));
  await send(requestApplication({ personIds: [personId] }));
  const visit = {
    hostId: null,
    validity: VALIDITY,
    reason: { kind: 'business' },
    visitor: { fullName: 'Asa Ost', phone: null, email: null, faceJpeg: face },
  } as const;
  const reserved = (await send(reserveVisit(visit))) as { appointRecordId: string; visitorId: string };
  await send(checkInVisitor({ ...visit, reservation: null }));
  return {
    orgIndexCode: organisation.orgIndexCode,
    personId,
    id: personId,
    personIds: personId,
    privilegeGroupId: '1',
    appointRecordId: reserved.appointRecordId,
    visitorId: reserved.visitorId,
    picUri: `Vsm://face/${personId}`,
    receptionistId: '',
  };
}

/** Reads before changes, deletions last. */
function inSafeOrder(operations: readonly Operation<unknown>[]): readonly Operation<unknown>[] {
  const rank = ({ name, effect }: Operation<unknown>): number =>
    effect === 'read' ? 0 : /^(delete|cancel|check-out|take)/.test(name) ? 2 : 1;
  return [...operations].sort((one, other) => rank(one) - rank(other));
}

/** The sample names things that are not there: it is pointed at those that are. */
function withHandles<T>(
  operation: Operation<T>,
  handles: Readonly<Record<string, unknown>>,
  face: Buffer,
): Operation<T> {
  const isNew = operation.name.startsWith('add-');
  const known = Object.entries(handles).filter(([key]) => Object.hasOwn(operation.body, key));
  const faceData = face.toString('base64');
  const body = {
    ...operation.body,
    ...Object.fromEntries(known),
    ...('orgIndexCode' in operation.body && isNew && { orgIndexCode: handles['orgIndexCode'] }),
    ...('faceData' in operation.body && { faceData }),
    ...('faces' in operation.body && { faces: [{ faceData }] }),
    ...('list' in operation.body && /(give|take)/.test(operation.name) && { list: [{ id: handles['personId'] }] }),
    ...('visitorInfoList' in operation.body && {
      visitorInfoList: [{ VisitorInfo: { visitorFamilyName: 'Ost', visitorGivenName: 'Asa' } }],
    }),
  };
  return { ...operation, body };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

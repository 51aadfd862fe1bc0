import { CODES, notFound, Refusal } from '../refusal.js';
import { badlyFormed, missing } from '../server/fields.js';
import { type Visit } from '../world/visitors.js';
import { type Call, type Endpoint } from './endpoint.js';
import { qrCodeImage } from './qr-code.js';
import { readObject } from './person-fields.js';
import { APPOINT_NAMES, type PlanNames, readVisitChanges, readVisitDraft, VISIT_NAMES } from './visitor-fields.js';

const V1 = '/api/visitor/v1';
const V2 = '/api/visitor/v2';

export const visitorEndpoints: readonly Endpoint[] = [
  { path: `${V1}/appointment`, handle: (call) => reserve(call, VISIT_NAMES) },
  { path: `${V1}/appointment/update`, handle: (call) => update(call, VISIT_NAMES) },
  { path: `${V2}/appointment`, since: '2.1', handle: (call) => reserve(call, APPOINT_NAMES) },
  { path: `${V2}/appointment/update`, since: '2.1', handle: (call) => update(call, APPOINT_NAMES) },
  { path: `${V1}/appointment/single/delete`, handle: cancel },
  { path: `${V1}/registerment`, handle: register },
  { path: `${V1}/registerment/update`, handle: (call) => update(call, VISIT_NAMES, true) },
  { path: `${V1}/visitor/out`, handle: checkOut },
  { path: `${V1}/visitorapprovalflow/status`, handle: decide },
  {
    path: `${V1}/visitorConfig/automaticApproval`,
    // 0 is on.
    handle: ({ world }) => ({ automaticApproval: world.visits.settings.needApproval ? 1 : 0 }),
  },
];

async function reserve({ fields, world, actor }: Call, names: PlanNames): Promise<object> {
  return presentHandle(world.visits.reserve(await readVisitDraft(fields, names), actor));
}

/** A reservation changes until the visitor has come, a registration after that. */
async function update({ fields, world, actor }: Call, names: PlanNames, isRegistered = false): Promise<string> {
  const visit = world.visits.get(fields.text('appointRecordId'));
  const changes = await readVisitChanges(fields, names);
  if ((visit.checkedInAtMs !== null) !== isRegistered) {
    throw new Refusal(
      CODES.operationFailed,
      isRegistered ? 'the visitor has not come' : 'the visitor has come already',
    );
  }
  world.visits.change(visit, changes, actor);
  return '';
}

function cancel({ fields, world, actor }: Call): string {
  world.visits.cancel(world.visits.get(fields.text('appointRecordId')), actor);
  return '';
}

/** A walk-in, or with `appointId` and `visitorId` the arrival of somebody who is expected. */
async function register({ fields, world, actor }: Call): Promise<object> {
  if (!fields.has('appointId') && !fields.has('visitorId')) {
    return presentHandle(world.visits.walkIn(await readVisitDraft(fields, VISIT_NAMES), actor));
  }
  const visit = world.visits.get(fields.text('appointId'));
  if (visit.visitorId !== fields.text('visitorId')) throw notFound('visitor');
  world.visits.checkIn(visit, await readVisitChanges(fields, VISIT_NAMES), actor);
  return presentHandle(visit);
}

/** Asks for the record of the visit: a person's id says nothing here. */
function checkOut({ fields, world, actor }: Call): string {
  world.visits.checkOut(world.visits.get(fields.text('appointRecordId')), actor);
  return 'null';
}

/** 0 approves, 1 rejects; the codes come from the reservations. */
function decide({ fields, world, actor }: Call): string {
  const request = readObject(fields, 'Visitor');
  if (request === undefined) throw missing('Visitor');
  const isApproved = request.integer('operateType', 0, 1) === 0;
  const codes = request.optionalObjects('ApprovalFlowInfo', 100)?.map((flow) => flow.text('approvalFlowCode'));
  if (codes === undefined || codes.length === 0) throw missing('ApprovalFlowInfo');
  if (new Set(codes).size < codes.length) throw badlyFormed('ApprovalFlowInfo');
  const visits = codes.map((code) => world.visits.get(recordIdOf(code)));
  for (const visit of visits) world.visits.refuseUnlessAwaited(visit);
  for (const visit of visits) world.visits.decide(visit, isApproved, actor);
  return '';
}

function presentHandle(visit: Visit): object {
  return {
    appointRecordId: visit.appointRecordId,
    visitorId: visit.visitorId,
    AppointCode: visit.appointCode,
    qrCodeImage: qrCodeImage(visit.appointCode),
    PINCode: visit.pinCode,
    ApprovalFlowCode: visit.approval === 'awaited' ? approvalCodeOf(visit) : '',
  };
}

function approvalCodeOf({ appointRecordId }: Visit): string {
  return `AF${appointRecordId}`;
}

function recordIdOf(approvalFlowCode: string): string {
  return approvalFlowCode.replace(/^AF/, '');
}

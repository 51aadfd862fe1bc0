import { JsonFields } from '../protocol/json-fields.js';
import { badParameters } from '../status.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, json } from './endpoint.js';
import { readEmployeeNos } from './person-fields.js';

const DETAIL = '/ISAPI/AccessControl/UserInfoDetail';

export const personDeletionEndpoints: readonly IsapiEndpoint[] = [
  { method: 'PUT', path: `${DETAIL}/Delete`, form: 'json', handle: begin },
  { method: 'GET', path: `${DETAIL}/DeleteProcess`, form: 'json', handle: progress },
];

function begin({ device: { roster, deletions }, body }: IsapiCall): IsapiResult {
  const detail = JsonFields.parse(body).object('UserInfoDetail');
  const mode = detail.optionalOneOf('mode', ['all', 'byEmployeeNo']);
  if (mode === undefined) throw badParameters('mode');
  const employeeNos = readEmployeeNos(detail);
  deletions.begin(() => {
    // The guide: without a list, everybody, whatever the mode says.
    if (mode === 'all' || employeeNos === undefined) roster.clear();
    else for (const employeeNo of employeeNos) roster.dropWithCredentials(employeeNo);
  });
  return DONE;
}

function progress({ device: { deletions } }: IsapiCall): IsapiResult {
  return json({ UserInfoDetailDeleteProcess: { status: deletions.status() } });
}

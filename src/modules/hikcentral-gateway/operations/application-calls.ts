import { groupTypeOf } from '../mapping/access-levels.js';
import {
  readApplicationFailures as toApplicationFailures,
  readApplicationSummary as toApplicationSummary,
  readDoorApplications,
} from '../mapping/applications.js';
import { toCommaList, toId } from '../mapping/limits.js';
import { toPaging } from '../mapping/paging.js';
import { type LevelHolders } from './access-levels.js';
import { type ApplicationFailure, type ApplicationSummary, type DoorApplication } from './applications.js';
import { type Operation, type Page } from './operation.js';

/** How many persons one request for application names: our rule, no limit is stated. */
export const MAX_APPLICATION_SIZE = 500;
/** How many doors it names: our rule too. */
export const MAX_APPLICATION_DOORS = 500;

const APPLICATION_RESULT = '/artemis/api/acs/v1/auth/applicationResult';
const SUMMARY = 1;
const FAILURES = 2;
/** The documented sample's page; no upper limit is stated for this call, 500 for all others. */
const FAILURES_PAGE_SIZE = 100;

/**
 * Asks HikCentral to bring these persons' changes to the doors. Accepted means queued.
 * @throws RangeError outside 1–500 persons or 1–500 doors, and for an id with a comma
 */
export function requestApplication(input: {
  /** Of persons or of visitors: one call serves both. */
  readonly personIds: readonly string[];
  /** Absent: all doors of theirs. */
  readonly doorIds?: readonly string[];
  /** Leaves out what failed earlier; default: tries that again too. */
  readonly shouldLeaveOutFailed?: boolean;
}): Operation<void> {
  const { personIds, doorIds, shouldLeaveOutFailed = false } = input;
  return {
    name: 'request-application',
    effect: 'repeatable',
    path: '/artemis/api/visitor/v1/auth/reapplication',
    // The comma text: other shapes are ignored silently and apply everything or nothing (seen in the field).
    body: {
      personIds: toCommaList('person', personIds, 1, MAX_APPLICATION_SIZE),
      ...(doorIds && { doorIndexCodes: toCommaList('door', doorIds, 1, MAX_APPLICATION_DOORS) }),
      ImmediateDownload: shouldLeaveOutFailed ? 1 : 0,
    },
    read: () => undefined,
  };
}

export function readApplicationSummary(holders?: LevelHolders): Operation<ApplicationSummary> {
  return {
    name: 'read-application-summary',
    effect: 'read',
    path: APPLICATION_RESULT,
    body: { applicationResultType: SUMMARY, type: groupTypeOf(holders) },
    read: toApplicationSummary,
  };
}

/** @throws RangeError for a page below 1, or a size outside 1–500 */
export function readApplicationFailures(
  pageNo: number,
  pageSize: number = FAILURES_PAGE_SIZE,
  holders?: LevelHolders,
): Operation<Page<ApplicationFailure>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'read-application-failures',
    effect: 'read',
    path: APPLICATION_RESULT,
    body: { applicationResultType: FAILURES, type: groupTypeOf(holders), ...paging },
    read: (data) => toApplicationFailures(data, paging),
  };
}

/**
 * Documented for visitors only; that it serves persons is not confirmed: may be GATEWAY.UNSUPPORTED. null: answered with
 * nothing, which proves nothing.
 * @throws RangeError for no id
 */
export function readPersonApplication(personId: string): Operation<readonly DoorApplication[] | null> {
  return {
    name: 'read-person-application',
    effect: 'read',
    path: '/artemis/api/visitor/v1/person/ID/elementDownloadDetail',
    body: { id: toId('person', personId) },
    read: readDoorApplications,
  };
}

import {
  PERSONS_TYPE,
  readAccessLevels,
  readApplicationFailures as toApplicationFailures,
  readApplicationSummary as toApplicationSummary,
  readDoorApplications,
  readLevelMember,
} from '../mapping/access-levels.js';
import { assertRange } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { type Operation, type Page } from './operation.js';
import {
  type AccessLevelRead,
  type LevelMember,
  type ApplicationSummary,
  type ApplicationFailure,
  type DoorApplication,
} from './access-levels.js';

/** How many persons one call gives a level to or takes it from: a cap seen in the field for codes, our rule for ids. */
export const MAX_LEVEL_CHANGE_SIZE = 20;
/** How many persons one request for application names: our rule, no limit is stated. */
export const MAX_APPLICATION_SIZE = 500;

const LEVELS = '/artemis/api/acs/v1/privilege/group';
const APPLICATION_RESULT = '/artemis/api/acs/v1/auth/applicationResult';
const SUMMARY = 1;
const FAILURES = 2;
/** The documented sample's page; no upper limit is stated for this call, 500 for all others. */
const FAILURES_PAGE_SIZE = 100;

export interface LevelChange {
  readonly levelId: string;
  /** 1–20, distinct. We count on one unknown person refusing the whole call (our rule, not stated). */
  readonly personIds: readonly string[];
}

/** @throws RangeError for a page below 1 */
export function listAccessLevels(pageNo: number): Operation<Page<AccessLevelRead>> {
  const paging = toPaging(pageNo);
  return {
    name: 'list-access-levels',
    effect: 'read',
    path: LEVELS,
    body: { ...paging, type: PERSONS_TYPE },
    read: (data) => readAccessLevels(data, paging),
  };
}

/** Accepted means queued, not given: read back (seen in the field). @throws RangeError outside 1–20 persons */
export function giveAccessLevel(change: LevelChange): Operation<void> {
  return { name: 'give-access-level', ...levelChange('addPersons', change) };
}

/** Accepted means queued, not taken: read back (seen in the field). @throws RangeError outside 1–20 persons */
export function takeAccessLevel(change: LevelChange): Operation<void> {
  return { name: 'take-access-level', ...levelChange('deletePersons', change) };
}

function levelChange(verb: string, { levelId, personIds }: LevelChange): Omit<Operation<void>, 'name'> {
  assertRange('number of persons of one level change', personIds.length, 1, MAX_LEVEL_CHANGE_SIZE);
  return {
    effect: 'repeatable',
    path: `${LEVELS}/single/${verb}`,
    body: { privilegeGroupId: levelId, type: PERSONS_TYPE, list: personIds.map((id) => ({ id })) },
    read: () => undefined,
  };
}

/**
 * A member that cannot be read is left out, and the page then has fewer items than its total: whoever is looked for on
 * such a list and not found is not proved absent.
 * @throws RangeError for a page below 1
 */
export function listAccessLevelMembers(input: {
  readonly levelId: string;
  readonly pageNo: number;
}): Operation<Page<LevelMember>> {
  const paging = toPaging(input.pageNo);
  return {
    name: 'list-access-level-members',
    effect: 'read',
    path: `${LEVELS}/single/personList`,
    body: { privilegeGroupId: input.levelId, type: PERSONS_TYPE, ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readLevelMember, onSkipped),
  };
}

/**
 * Asks HikCentral to bring these persons' changes to the doors, earlier failures too. Accepted means queued.
 * @throws RangeError outside 1–500 persons
 */
export function requestApplication(input: { readonly personIds: readonly string[] }): Operation<void> {
  assertRange('number of persons of one application', input.personIds.length, 1, MAX_APPLICATION_SIZE);
  return {
    name: 'request-application',
    effect: 'repeatable',
    path: '/artemis/api/visitor/v1/auth/reapplication',
    // The comma text: other shapes are ignored silently and apply everything or nothing (seen in the field).
    body: { personIds: input.personIds.join(','), ImmediateDownload: 0 },
    read: () => undefined,
  };
}

export function readApplicationSummary(): Operation<ApplicationSummary> {
  return {
    name: 'read-application-summary',
    effect: 'read',
    path: APPLICATION_RESULT,
    body: { applicationResultType: SUMMARY, type: PERSONS_TYPE },
    read: toApplicationSummary,
  };
}

/** @throws RangeError for a page below 1 */
export function readApplicationFailures(pageNo: number): Operation<Page<ApplicationFailure>> {
  const paging = toPaging(pageNo, FAILURES_PAGE_SIZE);
  return {
    name: 'read-application-failures',
    effect: 'read',
    path: APPLICATION_RESULT,
    body: { applicationResultType: FAILURES, type: PERSONS_TYPE, ...paging },
    read: (data) => toApplicationFailures(data, paging),
  };
}

/** Documented for visitors only; that it serves persons is not confirmed: may be GATEWAY.UNSUPPORTED. */
export function readPersonApplication(personId: string): Operation<readonly DoorApplication[]> {
  return {
    name: 'read-person-application',
    effect: 'read',
    path: '/artemis/api/visitor/v1/person/ID/elementDownloadDetail',
    body: { id: personId },
    read: readDoorApplications,
  };
}

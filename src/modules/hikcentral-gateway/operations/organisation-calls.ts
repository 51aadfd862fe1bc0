import { Fields } from '../mapping/fields.js';
import { assertName, assertLength, toId } from '../mapping/limits.js';
import { readAddedOrganisation, readOrganisation, readOrganisationOrNull } from '../mapping/organisations.js';
import { readPage, toPaging } from '../mapping/paging.js';
import { deletion } from './deletion.js';
import { type Operation, type Page } from './operation.js';
import { type OrganisationRead } from './organisations.js';

/** Characters of an organisation's name (HikCentral OpenAPI guide). */
export const MAX_ORGANISATION_NAME_LENGTH = 64;

const ORGANISATIONS = '/artemis/api/resource/v1/org';

/** @throws RangeError for a page below 1, or a size outside 1–500 */
export function listOrganisations(pageNo: number, pageSize?: number): Operation<Page<OrganisationRead>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'list-organisations',
    effect: 'read',
    path: `${ORGANISATIONS}/orgList`,
    body: { ...paging },
    read: (data) => readPage(data, paging, readOrganisation),
  };
}

/** Fuzzy: names that contain it. Compare again before taking one for the one that is meant. @throws RangeError */
export function searchOrganisations(input: {
  /** 1–64 characters. */
  readonly name: string;
  readonly pageNo: number;
  readonly pageSize?: number;
}): Operation<Page<OrganisationRead>> {
  const paging = toPaging(input.pageNo, input.pageSize);
  assertLength('name to search for', input.name, 1, MAX_ORGANISATION_NAME_LENGTH);
  return {
    name: 'search-organisations',
    effect: 'read',
    path: `${ORGANISATIONS}/advance/orgList`,
    body: { ...paging, orgName: input.name },
    read: (data) => readPage(data, paging, readOrganisation),
  };
}

/** Those right below a parent. @throws RangeError for no id, a page below 1, or a size outside 1–500 */
export function listChildOrganisations(input: {
  readonly parentId: string;
  readonly pageNo: number;
  readonly pageSize?: number;
}): Operation<Page<OrganisationRead>> {
  const paging = toPaging(input.pageNo, input.pageSize);
  return {
    name: 'list-child-organisations',
    effect: 'read',
    path: `${ORGANISATIONS}/parentOrgIndexCode/subOrgList`,
    body: { parentOrgIndexCode: toId('parent', input.parentId), ...paging },
    read: (data) => readPage(data, paging, readOrganisation),
  };
}

export function readRootOrganisation(): Operation<OrganisationRead> {
  return {
    name: 'read-root-organisation',
    effect: 'read',
    path: `${ORGANISATIONS}/rootOrg`,
    body: {},
    read: (data) => readOrganisation(Fields.of(data, 'organisation')),
  };
}

/** null when there is none with this id. @throws RangeError for no id */
export function findOrganisation(organisationId: string): Operation<OrganisationRead | null> {
  return {
    name: 'find-organisation',
    effect: 'read',
    path: `${ORGANISATIONS}/orgIndexCode/orgInfo`,
    body: { orgIndexCode: toId('organisation', organisationId) },
    read: readOrganisationOrNull,
    readAbsent: () => null,
  };
}

/** Not known to be refused when the name is there already: look first. @throws RangeError for a name that is refused */
export function addOrganisation(input: {
  /** 1–64 characters, none of those refused in names. */
  readonly name: string;
  readonly parentId: string;
}): Operation<{ readonly id: string }> {
  return {
    name: 'add-organisation',
    effect: 'once',
    path: `${ORGANISATIONS}/single/add`,
    body: toVendorOrganisation(input),
    read: readAddedOrganisation,
  };
}

/** Renames, moves, or both: name and parent are sent every time. @throws RangeError for a name that is refused */
export function updateOrganisation(input: {
  readonly organisationId: string;
  readonly name: string;
  readonly parentId: string;
}): Operation<void> {
  return {
    name: 'update-organisation',
    effect: 'repeatable',
    path: `${ORGANISATIONS}/single/update`,
    body: { orgIndexCode: toId('organisation', input.organisationId), ...toVendorOrganisation(input) },
    read: () => undefined,
  };
}

/**
 * GATEWAY.PASSWORD_REFUSED when the password is wrong.
 * @param adminPassword where the site asks for one before deletion: `readDeletionRule`
 * @throws RangeError for no id, or a password outside 1–128 characters
 */
export function deleteOrganisation(organisationId: string, adminPassword: string | null = null): Operation<void> {
  const handle = { orgIndexCode: toId('organisation', organisationId) };
  return { name: 'delete-organisation', ...deletion(`${ORGANISATIONS}/single/delete`, handle, adminPassword) };
}

/** In goes `parentIndexCode`, out comes `parentOrgIndexCode` (HikCentral OpenAPI guide). */
function toVendorOrganisation({ name, parentId }: { readonly name: string; readonly parentId: string }): {
  readonly orgName: string;
  readonly parentIndexCode: string;
} {
  assertName('name of an organisation', name, MAX_ORGANISATION_NAME_LENGTH);
  return { orgName: name, parentIndexCode: toId('parent', parentId) };
}

import { Fields } from '../mapping/fields.js';
import { readAddedOrganisation, readOrganisation } from '../mapping/organisations.js';
import { readPage, toPaging } from '../mapping/paging.js';
import { type Operation, type Page } from './operation.js';
import { type OrganisationRead } from './organisations.js';

const ORGANISATIONS = '/artemis/api/resource/v1/org';

/** @throws RangeError for a page below 1 */
export function listOrganisations(pageNo: number): Operation<Page<OrganisationRead>> {
  const paging = toPaging(pageNo);
  return {
    name: 'list-organisations',
    effect: 'read',
    path: `${ORGANISATIONS}/orgList`,
    body: { ...paging },
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

/** Not known to be refused when the name is there already: look first. */
export function addOrganisation(input: {
  readonly name: string;
  readonly parentId: string;
}): Operation<{ readonly id: string }> {
  return {
    name: 'add-organisation',
    effect: 'once',
    path: `${ORGANISATIONS}/single/add`,
    body: { orgName: input.name, parentIndexCode: input.parentId },
    read: readAddedOrganisation,
  };
}

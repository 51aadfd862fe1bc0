import { type OrganisationRead } from '../operations/organisations.js';
import { Fields, isNothing } from './fields.js';

/** Goes in as `parentIndexCode`, comes out as `parentOrgIndexCode` (HikCentral OpenAPI guide). @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readOrganisation(organisation: Fields): OrganisationRead {
  return {
    id: organisation.requiredId('orgIndexCode'),
    name: organisation.text('orgName') ?? '',
    parentId: organisation.id('parentOrgIndexCode'),
  };
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readOrganisationOrNull(data: unknown): OrganisationRead | null {
  return isNothing(data) ? null : readOrganisation(Fields.of(data, 'organisation'));
}

/** The new organisation, or only its id. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readAddedOrganisation(data: unknown): { readonly id: string } {
  // A plain value is read as the field it would be.
  const organisation = Fields.maybe(data) ?? Fields.of({ orgIndexCode: data }, 'organisation');
  return { id: organisation.requiredId('orgIndexCode') };
}

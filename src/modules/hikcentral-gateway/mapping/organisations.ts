import { type OrganisationRead } from '../operations/organisations.js';
import { asText, Fields } from './fields.js';

/** Goes in as `parentIndexCode`, comes out as `parentOrgIndexCode` (HikCentral OpenAPI guide). @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readOrganisation(organisation: Fields): OrganisationRead {
  return {
    id: organisation.requiredText('orgIndexCode'),
    name: organisation.text('orgName') ?? '',
    parentId: organisation.text('parentOrgIndexCode'),
  };
}

/** The new organisation, or only its id. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readAddedOrganisation(data: unknown): { readonly id: string } {
  const id = asText(data);
  return { id: id ?? Fields.of(data, 'organisation').requiredText('orgIndexCode') };
}

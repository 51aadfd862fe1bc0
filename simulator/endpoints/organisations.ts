import { type Fields, NAME_FORM } from '../server/fields.js';
import { pagedList, readPaging } from '../server/paging.js';
import { type Organisation } from '../world/model.js';
import { requireAdminPassword } from './admin-password.js';
import { type Call, type Endpoint } from './endpoint.js';

const NAME_RULE = { max: 64, form: NAME_FORM };

export const organisationEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/org/orgList', handle: list },
  { path: '/api/resource/v1/org/advance/orgList', handle: search },
  { path: '/api/resource/v1/org/rootOrg', handle: ({ world }) => present(world.organisations.root()) },
  { path: '/api/resource/v1/org/orgIndexCode/orgInfo', handle: info },
  { path: '/api/resource/v1/org/parentOrgIndexCode/subOrgList', handle: children },
  { path: '/api/resource/v1/org/single/add', handle: add },
  { path: '/api/resource/v1/org/single/update', handle: update },
  { path: '/api/resource/v1/org/single/delete', handle: remove },
];

function list({ fields, world }: Call): object {
  return pagedList(world.organisations.all(), readPaging(fields), present);
}

function search({ fields, world }: Call): object {
  const paging = readPaging(fields);
  const part = (fields.optionalText('orgName', NAME_RULE) ?? '').toLowerCase();
  const found = world.organisations.all().filter(({ orgName }) => orgName.toLowerCase().includes(part));
  return pagedList(found, paging, present);
}

function info({ fields, world }: Call): object {
  return present(world.organisations.get(fields.text('orgIndexCode')));
}

function children({ fields, world }: Call): object {
  const paging = readPaging(fields);
  const parent = world.organisations.get(fields.text('parentOrgIndexCode'));
  return pagedList(world.organisations.childrenOf(parent.orgIndexCode), paging, present);
}

function add({ fields, world, actor }: Call): object {
  const orgName = fields.text('orgName', NAME_RULE);
  return present(world.organisations.add(orgName, fields.text('parentIndexCode'), actor));
}

function update({ fields, world, actor }: Call): string {
  const orgIndexCode = fields.text('orgIndexCode');
  world.organisations.update(orgIndexCode, readChanges(fields), actor);
  return '';
}

function readChanges(fields: Fields): { orgName?: string; parentOrgIndexCode?: string } {
  return {
    ...(fields.has('orgName') && { orgName: fields.text('orgName', NAME_RULE) }),
    ...(fields.has('parentIndexCode') && { parentOrgIndexCode: fields.text('parentIndexCode') }),
  };
}

function remove(call: Call): string {
  const orgIndexCode = call.fields.text('orgIndexCode');
  requireAdminPassword(call);
  call.world.organisations.delete(orgIndexCode, call.actor);
  return '';
}

/** In goes `parentIndexCode`, out comes `parentOrgIndexCode`: the vendor's asymmetry. */
function present({ orgIndexCode, orgName, parentOrgIndexCode }: Organisation): object {
  return { orgIndexCode, orgName, parentOrgIndexCode };
}

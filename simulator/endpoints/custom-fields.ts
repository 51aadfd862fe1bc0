import { missing } from '../server/fields.js';
import { notFound } from '../refusal.js';
import { pagedList, readPaging } from '../server/paging.js';
import { type Person } from '../world/model.js';
import { type Call, type Endpoint } from './endpoint.js';

const PERSON = '/api/resource/v1/person';
const MAX_VALUE = 128;
const TEXT_TYPE = 0;

/** The fields this site has added to its persons. */
const CUSTOM_FIELDS = [
  { id: '1', name: 'Host' },
  { id: '2', name: 'Purpose' },
] as const;

export const customFieldEndpoints: readonly Endpoint[] = [
  { path: `${PERSON}/customFields`, handle: list },
  { path: `${PERSON}/personId/customFieldsUpdate`, handle: update },
];

/** Only what has a value. The misspelt key is the vendor's own. */
export function presentCustomFields({ customFields = {} }: Person): object[] {
  return CUSTOM_FIELDS.flatMap(({ id, name }) => {
    const customFieldValue = customFields[id];
    if (customFieldValue === undefined || customFieldValue === '') return [];
    return [{ id, customFiledName: name, customFieldType: TEXT_TYPE, customFieldValue }];
  });
}

function list({ fields }: Call): object {
  return pagedList(CUSTOM_FIELDS, readPaging(fields), ({ id, name }) => ({
    id,
    customFiledName: name,
    customFieldType: TEXT_TYPE,
  }));
}

function update({ fields, world, actor }: Call): string {
  const person = world.persons.get({ personId: fields.text('personId') });
  const entries = fields.optionalObjects('list', CUSTOM_FIELDS.length);
  if (entries === undefined || entries.length === 0) throw missing('list');
  const values = entries.map((entry) => {
    const id = entry.text('id');
    if (!CUSTOM_FIELDS.some((field) => field.id === id)) throw notFound('custom field');
    return [id, entry.optionalText('customFieldValue', { max: MAX_VALUE }) ?? ''] as const;
  });
  world.updatePerson(person, { customFields: { ...person.customFields, ...Object.fromEntries(values) } }, actor);
  return '';
}

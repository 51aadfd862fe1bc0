import {
  addOrganisation,
  deleteOrganisation,
  findOrganisation,
  listChildOrganisations,
  listOrganisations,
  readRootOrganisation,
  searchOrganisations,
  updateOrganisation,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';

const NOWHERE = '2000000000';

export const organisationCases: CaseFamily = {
  name: 'organisations',
  isNeededByOthers: true,
  cases: [
    {
      title: 'the root has no parent; a new organisation stands below it and in the list',
      run: async (site) => {
        const root = await site.value(readRootOrganisation());
        site.check(root.parentId === '0' || root.parentId === null, 'the root has a parent');
        const name = `Vestibule contract ${site.mark}`;
        const { id } = await site.value(addOrganisation({ name, parentId: root.id }));
        site.made(`organisation ${name}`, deleteOrganisation(id));
        site.organisation = { id, name, parentId: root.id };
        const { items } = await site.value(listOrganisations(1));
        site.check(
          items.some((each) => each.id === id && each.name === name && each.parentId === root.id),
          'the new organisation is not on the first page of the list',
        );
      },
    },
    {
      title: 'an organisation is found by its id, by a part of its name and below its parent',
      run: async (site) => {
        const own = site.need(site.organisation, 'there is no organisation of our own');
        site.check((await site.value(findOrganisation(own.id)))?.name === own.name, 'not found by its id');
        const byName = await site.value(searchOrganisations({ name: site.mark, pageNo: 1 }));
        site.check(byName.items.length === 1 && byName.items[0]?.id === own.id, 'not the only one with its name');
        const below = await site.value(listChildOrganisations({ parentId: own.parentId ?? '0', pageNo: 1 }));
        site.check(
          below.items.some(({ id }) => id === own.id),
          'not below its parent',
        );
        site.check(
          (await site.value(findOrganisation(NOWHERE))) === null,
          'an organisation that is not there is found',
        );
      },
    },
    {
      title: 'an organisation is renamed',
      run: async (site) => {
        const own = site.need(site.organisation, 'there is no organisation of our own');
        const name = `${own.name} renamed`;
        await site.value(updateOrganisation({ organisationId: own.id, name, parentId: own.parentId ?? '0' }));
        site.check((await site.value(findOrganisation(own.id)))?.name === name, 'it has its old name');
      },
    },
    {
      title: 'a parent that is not there is refused',
      run: (site) =>
        site.refused(addOrganisation({ name: `Nowhere ${site.mark}`, parentId: NOWHERE }), '128', '0x00072203'),
    },
  ],
};

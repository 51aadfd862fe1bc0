import {
  addOrganisation,
  listOrganisations,
  readRootOrganisation,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';

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
        site.organisation = { id, name, parentId: root.id };
        const { items } = await site.value(listOrganisations(1));
        site.check(
          items.some((each) => each.id === id && each.name === name && each.parentId === root.id),
          'the new organisation is not on the first page of the list',
        );
      },
    },
    {
      title: 'a parent that is not there is refused',
      run: (site) =>
        site.refused(addOrganisation({ name: `Nowhere ${site.mark}`, parentId: '2000000000' }), '128', '0x00072203'),
    },
  ],
};

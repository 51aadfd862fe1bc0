import { readDoorEvents, readEventPicture, readPersonPicture } from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';
import { addTestPerson, findTestPerson, testPerson } from './test-person.js';

const DAY_MS = 24 * 3_600_000;

export const pictureCases: CaseFamily = {
  name: 'pictures',
  cases: [
    {
      title: 'the face of a person is a JPEG',
      run: async (site) => {
        const person = testPerson(site, 31, { faceJpeg: site.options.faceJpeg });
        const personId = await addTestPerson(site, person);
        const found = await findTestPerson(site, person.personCode);
        const pictureUri = site.need(found.faceUri, 'the person names no picture');
        const jpeg = await site.value(readPersonPicture({ personId, pictureUri }));
        site.check(jpeg !== null && jpeg.length > 0, 'there is none');
      },
    },
    {
      title: 'the picture of a passage is a JPEG',
      run: async (site) => {
        const to = new Date();
        const from = new Date(to.getTime() - DAY_MS);
        const { items } = await site.value(readDoorEvents({ from, to, pageNo: 1, eventTypes: [196893] }));
        const uri = items.map(({ pictureUri }) => pictureUri).find((each) => each !== null);
        await site.value(readEventPicture(site.need(uri ?? null, 'no passage of the last day has a picture')));
      },
    },
  ],
};

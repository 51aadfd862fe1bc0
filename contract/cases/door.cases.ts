import {
  checkFace,
  controlDoors,
  findDoor,
  listDevices,
  listDoors,
  listDoorsOfRegion,
  readDoorEvents,
  searchDoors,
  wantsOneEventType,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';

const HOUR_MS = 3_600_000;
const FACE_TYPES = [196893, 197151];

export const doorCases: CaseFamily = {
  name: 'doors',
  cases: [
    {
      title: 'doors are listed',
      run: async (site) => {
        const { items } = await site.value(listDoors(1));
        site.check(items.length > 0, 'there is no door');
      },
    },
    {
      title: 'a door is found by its id, its name and its region',
      run: async (site) => {
        const { items } = await site.value(listDoors(1));
        const door = site.need(items[0] ?? null, 'there is no door');
        site.check((await site.value(findDoor(door.id)))?.name === door.name, 'not by its id');
        const byName = await site.value(searchDoors({ name: door.name, pageNo: 1 }));
        site.check(
          byName.items.some(({ id }) => id === door.id),
          'not by its name',
        );
        const regionId = site.need(door.regionId, 'the door names no region');
        const inRegion = await site.value(listDoorsOfRegion({ regionId, pageNo: 1 }));
        site.check(
          inRegion.items.some(({ id }) => id === door.id),
          'not in its region',
        );
      },
    },
    {
      title: 'devices are listed',
      run: async (site) => {
        const { items } = await site.value(listDevices(1));
        site.check(items.length > 0, 'there is no device');
      },
    },
    {
      title: 'a device says whether it would take a face',
      run: async (site) => {
        const deviceId = site.need(site.options.deviceId, 'no device was allowed (--device)');
        await site.value(checkFace({ deviceId, faceJpeg: site.options.faceJpeg }));
      },
    },
    {
      title: 'a door is opened for a passage, and each door answers for itself',
      run: async (site) => {
        const doorId = site.need(site.options.doorId, 'no door was allowed (--door)');
        const results = await site.value(controlDoors({ doorIds: [doorId], command: 'open' }));
        site.check(results.length === 1 && results[0]?.doorId === doorId, 'it does not answer for the door');
        site.check(results[0]?.result === 'done', 'the door did not open');
      },
    },
    {
      title: 'events of one type are read, the oldest first',
      run: async (site) => {
        const { items } = await site.value(readDoorEvents({ ...lastHours(24), eventTypes: [196893] }));
        const times = items.map(({ recordedAt }) => recordedAt.getTime());
        site.check(
          times.every((at, index) => index === 0 || at >= (times[index - 1] ?? 0)),
          'they are not in the order of their times',
        );
        site.check(
          items.every(({ eventType }) => eventType === 196893),
          'there are events of other types',
        );
      },
    },
    {
      title: 'a 3.x reads events of all types, and of several; an older one wants exactly one',
      run: async (site) => {
        for (const types of [{}, { eventTypes: FACE_TYPES }]) {
          const { outcome } = await site.ask(readDoorEvents({ ...lastHours(1), ...types }));
          const isAnswered = outcome.kind === 'done';
          const isRefused = outcome.kind === 'refused' && wantsOneEventType(outcome.error);
          const asked = 'eventTypes' in types ? 'several types' : 'all types';
          site.check(site.isVersion3 ? isAnswered : isAnswered || isRefused, `${asked}: refused in another way`);
        }
      },
    },
    {
      title: 'events of persons are read by their codes',
      run: async (site) => {
        if (!site.isVersion3) return;
        const codes = [`VCT${site.mark}998`];
        const { total } = await site.value(readDoorEvents({ ...lastHours(24), personCodes: codes }));
        site.check(total === 0, 'a code nobody has finds events: the filter is ignored');
      },
    },
  ],
};

function lastHours(hours: number): { from: Date; to: Date; pageNo: number } {
  const to = new Date();
  return { from: new Date(to.getTime() - hours * HOUR_MS), to, pageNo: 1 };
}

import { Backups } from '../../../../simulator/world/backups.js';
import { type LevelDraft } from '../../../../simulator/world/level-admin.js';
import { addGuest, buildWorld, NOON, US } from '../build-world.js';

const DRAFT: LevelDraft = {
  name: 'Guests',
  description: '',
  timeSchedule: { indexCode: '1', name: 'All-day' },
  doorIndexCodes: ['1'],
  isDefault: false,
};

describe('a restore', () => {
  it('gives no id of a level, person or organisation a second time', () => {
    const { world } = buildWorld();
    const backups = new Backups(world);
    const name = backups.take();
    const make = () => [
      world.levelAdmin.add([DRAFT], 'person', US)[0]?.privilegeGroupId,
      addGuest(world).personId,
      world.organisations.add('Guests', '1', US).orgIndexCode,
    ];
    const before = make();
    backups.restore(name);
    expect(world.levels.all()).toHaveLength(4);
    const after = make();
    after.forEach((id, index) => expect(id).not.toBe(before[index]));
  });

  it('leaves visits, subscriptions and the state of doors as they are', () => {
    const { world } = buildWorld();
    const backups = new Backups(world);
    const name = backups.take();
    const visitor = {
      ...{ familyName: 'Ost', givenName: 'Asa', groupName: '', gender: 0, phoneNo: '', email: '', plateNo: '' },
      ...{ companyName: '', certificateType: 0, certificateNo: '', remark: '', face: null, cardNos: [] },
    };
    const times = { beginTimeMs: NOON.getTime(), endTimeMs: NOON.getTime() + 1000 };
    const plan = { receptionistId: '', ...times, reasonType: 0, reasonDetail: '' };
    const visit = world.visits.reserve({ visitor, plan, levelIds: null }, US);
    const draft = { eventDest: 'http://127.0.0.1:9/', token: '', shouldPassBack: true, eventTypes: [196893] };
    world.subscriptions.subscribe(draft, US);
    world.setDoor('2', { isOnline: false, clockOffsetMs: 5 });
    backups.restore(name);
    expect(world.visits.get(visit.appointRecordId)).toBe(visit);
    expect(world.subscriptions.all()).toMatchObject([draft]);
    expect(world.perimeter.get('2')).toMatchObject({ isOnline: false, clockOffsetMs: 5 });
  });
});

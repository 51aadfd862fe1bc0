import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaceFolder } from '../../../../simulator/persistence/face-folder.js';
import { StateFile } from '../../../../simulator/persistence/state-file.js';
import { Journal } from '../../../../simulator/world/journal.js';
import { stateOf } from '../../../../simulator/world/state-of.js';
import { World } from '../../../../simulator/world/world.js';
import { addGuest, buildWorld, reapplyAll, US } from '../build-world.js';

describe('a world saved in the first format', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read, with what it did not know yet, and saved in the present one', async () => {
    const file = join(folder, 'world.json');
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers('1', [guest], US);
    reapplyAll(world);
    time.advance(300);
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    const state = stateOf(world, 'salt');
    const text = JSON.stringify({
      ...state,
      visits: undefined,
      subscriptions: undefined,
      qrCodeConfig: undefined,
      format: 1,
      persons: state.persons.map((person) => ({ ...person, face: person.face?.sha256 ?? null })),
      levels: state.levels.map((level) => ({
        ...level,
        type: undefined,
        isDefault: undefined,
        ownerAppKey: undefined,
        memberIds: [...level.memberIds],
      })),
      nextEventNumber: undefined,
    });
    writeFileSync(file, text);
    for (const { face } of state.persons) if (face !== null) new FaceFolder(`${file}.faces`).write(face);

    const store = new StateFile(file);
    const read = store.load();
    expect(read?.persons).toEqual(state.persons);
    expect(read?.slates).toEqual(state.slates);
    expect(read?.levels.map(({ type, isDefault }) => [type, isDefault])).toEqual(
      Array.from({ length: 4 }, () => ['person', false]),
    );
    expect([read?.visits, read?.subscriptions]).toEqual([[], []]);

    if (read === undefined) throw new Error('nothing was read');
    const nowMs = () => time.now().getTime();
    const heir = new World(read, world.settings, new Journal(nowMs), time, nowMs);
    await store.follow(heir, 'salt');
    const { eventId } = heir.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    expect(state.events.map((event) => event.eventId)).not.toContain(eventId);
    await store.save();
    const again = new StateFile(file).load();
    expect(again?.persons).toEqual(state.persons);
    expect(again?.events).toHaveLength(2);
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Autosave } from '../../../../simulator/persistence/autosave.js';
import { FaceFolder } from '../../../../simulator/persistence/face-folder.js';
import { StateFile } from '../../../../simulator/persistence/state-file.js';
import { ManualTime } from '../../../../simulator/runtime/time.js';
import { Backups } from '../../../../simulator/world/backups.js';
import { faceOf } from '../../../../simulator/world/face.js';
import { stateOf } from '../../../../simulator/world/state-of.js';
import { type WorldState } from '../../../../simulator/world/world-state.js';
import { type World } from '../../../../simulator/world/world.js';
import { addGuest, buildWorld, NOON, reapplyAll, US } from '../build-world.js';

describe('StateFile', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    file = join(folder, 'world.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('has nothing before the first save', () => {
    expect(new StateFile(file).load()).toBeUndefined();
  });

  async function busyWorld() {
    const { world, time } = buildWorld();
    const store = new StateFile(file);
    await store.follow(world, 'salt');
    return { world, time, store };
  }

  /** Persons and what doors know of them, events, kept events: everything, the order at a door apart. */
  function sorted(state: WorldState | undefined) {
    const slates = (state?.slates ?? []).map(({ copies, waiting, failures, ...slate }) => {
      const byId = <T extends { readonly personId: string }>(row: readonly T[]) =>
        [...row].sort((a, b) => Number(a.personId) - Number(b.personId));
      return { ...slate, copies: byId(copies), waiting: byId(waiting), failures: byId(failures) };
    });
    return { ...state, slates };
  }

  /** A day of everything, in steps. */
  function* aDay(world: World, time: ManualTime): Generator<void> {
    const guest = addGuest(world);
    const other = addGuest(world, { personCode: 'V2', face: faceOf(Buffer.from('another face')) });
    yield;
    world.addMembers('1', [other, guest], US);
    world.application.setFault('2', { errorItems: '3', times: 1 });
    reapplyAll(world);
    yield;
    time.advance(300);
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    yield;
    world.setDoor('4', { isOnline: false });
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '4' });
    world.passages.walk({ personCode: 'E00002' }, { doorIndexCode: '4' });
    world.updatePerson(guest, { remark: 'waits' }, US);
    yield;
    world.passages.walk({ personCode: 'E00003' }, { doorIndexCode: '4' });
    world.removeMembers('1', [other], US);
    world.organisations.add('Guests', '1', US);
    yield;
    world.setDoor('4', { isOnline: true });
    world.deletePerson(other, US);
    yield;
    time.advance(300);
    reapplyAll(world);
    time.advance(300);
    yield;
  }

  it('gives back the world it was given, after every save', async () => {
    const { world, time, store } = await busyWorld();
    for (const day = aDay(world, time); day.next().done !== true;) {
      await store.save();
      expect(sorted(new StateFile(file).load())).toEqual(sorted(stateOf(world, 'salt')));
    }
    expect(readdirSync(folder).sort()).toEqual(['world.json', 'world.json.changes.1', 'world.json.faces']);
  });

  it('cut off at any byte by a kill, is the world of one of the saves', async () => {
    const { world, time, store } = await busyWorld();
    const saves = [structuredClone(sorted(stateOf(world, 'salt')))];
    for (const day = aDay(world, time); day.next().done !== true;) {
      await store.save();
      saves.push(structuredClone(sorted(stateOf(world, 'salt'))));
    }
    const changes = `${file}.changes.1`;
    const whole = readFileSync(changes);
    let seen = 0;
    // The last face is gone with its person: only the events and records are compared.
    for (const face of ['a face', 'another face']) new FaceFolder(`${file}.faces`).write(faceOf(Buffer.from(face)));
    for (let length = 0; length <= whole.length; length += 7) {
      writeFileSync(changes, whole.subarray(0, length));
      const lines = whole.subarray(0, length).toString().split('\n').length - 1;
      const loaded = new StateFile(file).load();
      expect(loaded?.events.map(({ eventId }) => eventId)).toEqual(saves[lines]?.events?.map(({ eventId }) => eventId));
      expect(loaded?.persons.length).toBe(saves[lines]?.persons?.length);
      seen = Math.max(seen, lines);
    }
    expect(seen).toBeGreaterThan(4);
  });

  it('is written whole at a start, and the old changes go', async () => {
    const { world, store } = await busyWorld();
    addGuest(world);
    await store.save();
    await new StateFile(file).follow(world, 'salt');
    expect(readdirSync(folder)).toContain('world.json');
    expect(readdirSync(folder).filter((each) => /changes|draft/.test(each))).toEqual(['world.json.changes.1']);
    const heir = new StateFile(file);
    heir.load();
    await heir.follow(world, 'salt');
    expect(readdirSync(folder).filter((each) => /changes|draft/.test(each))).toEqual([]);
    expect(new StateFile(file).load()?.persons).toHaveLength(4);
  });

  it('is the world of the backup after a restore, events and all', async () => {
    const { world, store } = await busyWorld();
    const backups = new Backups(world);
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '1' });
    const name = backups.take();
    addGuest(world);
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '1' });
    await store.save();
    backups.restore(name, { hasEvents: true });
    await store.save();
    const loaded = new StateFile(file).load();
    expect(sorted(loaded)).toEqual(sorted(stateOf(world, 'salt')));
    expect([loaded?.persons.length, loaded?.events.length]).toEqual([3, 1]);
  });

  it('keeps a face once and only as long as somebody has it', async () => {
    const { world, store } = await busyWorld();
    const guest = addGuest(world);
    await store.save();
    expect(readdirSync(`${file}.faces`)).toHaveLength(2);
    world.deletePerson(guest, US);
    await store.save();
    expect(readdirSync(`${file}.faces`)).toHaveLength(1);
    expect(existsSync(`${file}.draft`)).toBe(false);
  });

  it('writes what has changed and not what there is', async () => {
    const { world, store } = await busyWorld();
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '1' });
    await store.save();
    await store.save();
    expect(readFileSync(`${file}.changes.1`, 'utf8').length).toBeLessThan(3000);
  });

  it('refuses a file of another format', () => {
    writeFileSync(file, '{"format": 99}');
    expect(() => new StateFile(file).load()).toThrow('format 99');
  });
});

describe('Autosave', () => {
  it('saves a burst once, within a second', async () => {
    const time = new ManualTime(NOON);
    let saves = 0;
    const save = (): Promise<void> => Promise.resolve(void (saves += 1));
    const autosave = new Autosave({ save, close: save }, time, (error) => {
      throw error;
    });
    for (let change = 0; change < 10; change += 1) autosave.touch();
    expect(saves).toBe(0);
    time.advance(1000);
    await settle();
    expect(saves).toBe(1);
    time.advance(10_000);
    expect(saves).toBe(1);
  });

  it('reports a failed save and tries again with the next change', async () => {
    const time = new ManualTime(NOON);
    const errors: unknown[] = [];
    let isDiskFull = true;
    let saves = 0;
    const save = (): Promise<void> => {
      if (isDiskFull) return Promise.reject(new Error('disk full'));
      saves += 1;
      return Promise.resolve();
    };
    const autosave = new Autosave({ save, close: save }, time, (error) => errors.push(error));
    autosave.touch();
    time.advance(1000);
    await settle();
    expect(errors).toHaveLength(1);
    isDiskFull = false;
    autosave.touch();
    time.advance(1000);
    expect(saves).toBe(1);
  });
});

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

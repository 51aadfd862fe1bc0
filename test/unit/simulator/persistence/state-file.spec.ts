import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Autosave } from '../../../../simulator/persistence/autosave.js';
import { StateFile } from '../../../../simulator/persistence/state-file.js';
import { ManualTime } from '../../../../simulator/runtime/time.js';
import { stateOf } from '../../../../simulator/world/state-of.js';
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

  it('gives back the world it was given', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers('1', [guest], US);
    world.application.setFault('2', { errorItems: '3', times: 1 });
    reapplyAll(world);
    time.advance(300);
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    world.setDoor('4', { isOnline: false });
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '4' });
    world.updatePerson(guest, { remark: 'waits' }, US);
    const state = stateOf(world, 'salt');
    new StateFile(file).save(state);
    expect(new StateFile(file).load()).toEqual({ ...state, format: undefined });
  });

  it('keeps a face once and only as long as somebody has it', () => {
    const { world } = buildWorld();
    const guest = addGuest(world);
    const store = new StateFile(file);
    store.save(stateOf(world, 'salt'));
    expect(readdirSync(`${file}.faces`)).toHaveLength(2);
    world.deletePerson(guest, US);
    store.save(stateOf(world, 'salt'));
    expect(readdirSync(`${file}.faces`)).toHaveLength(1);
    expect(existsSync(`${file}.draft`)).toBe(false);
  });

  it('refuses a file of another format', () => {
    writeFileSync(file, '{"format": 99}');
    expect(() => new StateFile(file).load()).toThrow('format 99');
  });
});

describe('Autosave', () => {
  it('saves a burst once, within a second', () => {
    const time = new ManualTime(NOON);
    let saves = 0;
    const autosave = new Autosave(
      () => (saves += 1),
      time,
      (error) => {
        throw error;
      },
    );
    for (let change = 0; change < 10; change += 1) autosave.touch();
    expect(saves).toBe(0);
    time.advance(1000);
    expect(saves).toBe(1);
    time.advance(10_000);
    expect(saves).toBe(1);
  });

  it('reports a failed save and tries again with the next change', () => {
    const time = new ManualTime(NOON);
    const errors: unknown[] = [];
    let isDiskFull = true;
    let saves = 0;
    const save = (): void => {
      if (isDiskFull) throw new Error('disk full');
      saves += 1;
    };
    const autosave = new Autosave(save, time, (error) => errors.push(error));
    autosave.touch();
    time.advance(1000);
    expect(errors).toHaveLength(1);
    isDiskFull = false;
    autosave.touch();
    time.advance(1000);
    expect(saves).toBe(1);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../../../../simulator/persistence/state-file.js';
import { Backups } from '../../../../simulator/world/backups.js';
import { type World } from '../../../../simulator/world/world.js';
import { addGuest, buildWorld, US } from '../build-world.js';

const MANY = 1700;

describe('a world too large for one step', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    file = join(folder, 'world.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function follow(maxChangesBytes?: number) {
    const { world } = buildWorld();
    const store = new StateFile(file, maxChangesBytes);
    await store.follow(world, 'salt');
    return { world, store };
  }

  function addMany(world: World): void {
    for (let index = 0; index < MANY; index += 1) addGuest(world, { personCode: `V${index}` });
  }

  /** Persons and events, in their order. */
  function told(state: { persons: readonly object[]; events: readonly object[] } | undefined) {
    return { persons: state?.persons, events: state?.events };
  }

  function isSaved(world: World): void {
    expect(told(new StateFile(file).load())).toEqual({ persons: world.persons.all(), events: world.events.all() });
  }

  it('is saved as it is at the end of the save, or not at all', async () => {
    const { world, store } = await follow();
    addMany(world);
    const saved = store.save();
    expect(new StateFile(file).load()?.persons).toHaveLength(3);
    world.updatePerson(world.persons.get({ personCode: 'V0' }), { remark: 'changed meanwhile' }, US);
    world.deletePerson(world.persons.get({ personCode: 'V1' }), US);
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '1' });
    await saved;
    isSaved(world);
  });

  it('is the backup’s when it is restored during a save', async () => {
    const { world, store } = await follow();
    const backups = new Backups(world);
    const name = backups.take();
    addMany(world);
    const saved = store.save();
    backups.restore(name);
    await saved;
    expect(world.persons.all()).toHaveLength(3);
    isSaved(world);
  });

  it('is written whole beside its saves, none of which is lost', async () => {
    const { world, store } = await follow(1000);
    addMany(world);
    await store.save();
    addGuest(world, { personCode: 'MEANWHILE' });
    await store.save();
    await store.close();
    isSaved(world);
    expect(readdirSync(folder)).not.toContain('world.json.changes.1');
    expect(readdirSync(folder)).not.toContain('world.json.draft');
  });

  it('is saved whole after a save that failed', async () => {
    const { world, store } = await follow();
    mkdirSync(`${file}.changes.1`);
    addGuest(world);
    await expect(store.save()).rejects.toThrow('EISDIR');
    rmSync(`${file}.changes.1`, { recursive: true });
    await store.save();
    isSaved(world);
  });
});

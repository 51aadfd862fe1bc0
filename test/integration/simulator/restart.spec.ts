import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jpegBase64 } from './faces.js';
import { eventually, startSite } from './partner.js';

describe('a restart on the same state file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds persons, faces, members, what waits, what doors hold, and events', async () => {
    const stateFile = join(folder, 'world.json');
    const first = await startSite({ stateFile, applyDelayMs: 60_000 });
    const faceData = await jpegBase64();
    const id = await first.partner.addPerson('V1', { faces: [{ faceData }] });
    const member = { privilegeGroupId: '1', type: 1, list: [{ id }] };
    await first.partner.data('/api/acs/v1/privilege/group/single/addPersons', member);
    await first.partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    const { eventId } = first.simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
    const before = first.simulator.control.snapshot();
    await first.simulator.close();

    const second = await startSite({ stateFile, employeeCount: 99, applyDelayMs: 60_000 });
    expect(second.simulator.control.snapshot()).toEqual(before);
    expect(second.simulator.control.personByCode('V1')?.face?.jpeg.toString('base64')).toBe(faceData);
    await second.simulator.close();

    const third = await startSite({ stateFile });
    try {
      // What was on its way goes on its way again.
      await eventually(() => third.simulator.control.doorsHolding(id).length === 2);
      const again = third.simulator.control.walk({ personCode: 'V1', readerIndexCode: '1' });
      expect(again.isGranted).toBe(true);
      expect(again.eventId).not.toBe(eventId);
      expect(await third.partner.addPerson('V2')).not.toBe(id);
    } finally {
      await third.simulator.close();
    }
  });

  it('finds what was saved before a kill', async () => {
    const stateFile = join(folder, 'world.json');
    const killed = await startSite({ stateFile });
    await killed.partner.addPerson('V1');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const heir = await startSite({ stateFile });
    expect(heir.simulator.control.personByCode('V1')).toBeDefined();
    await heir.simulator.close();
    await killed.simulator.close();
  });
});

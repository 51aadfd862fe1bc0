import { faceOf } from '../../../../simulator/world/face.js';
import { type World } from '../../../../simulator/world/world.js';
import { addGuest, APPLY_DELAY_MS, buildWorld, reapplyAll, US } from '../build-world.js';

const VISITORS = '1';
const LABORATORY = '2';

function copyAt(world: World, door: string, personId: string) {
  return world.slates.get(door).copies.get(personId);
}

describe('applying a membership', () => {
  it('reaches the doors only by a reapplication, and only after the delay', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    time.advance(60_000);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
    expect(world.application.counts()).toMatchObject({ unApplicationCount: 2, editAndUnApplicationCount: 0 });

    reapplyAll(world);
    time.advance(APPLY_DELAY_MS - 1);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
    time.advance(1);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2']);
    expect(world.application.counts()).toMatchObject({ unApplicationCount: 0, editAndUnApplicationCount: 0 });
  });

  it('takes only the persons and doors that were named', () => {
    const { world, time } = buildWorld();
    const [asa, bo] = [addGuest(world), addGuest(world, { personCode: 'V2' })];
    world.addMembers(VISITORS, [asa, bo], US);
    const doorIndexCodes = new Set(['2']);
    const shouldRetryFailures = true;
    world.application.queue({ personIds: new Set([asa.personId]), doorIndexCodes, shouldRetryFailures }, US);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(asa.personId)).toEqual(['2']);
    expect(world.slates.doorsHolding(bo.personId)).toEqual([]);
  });

  it('does not reach the doors early with what was queued before', () => {
    const { world, time } = buildWorld();
    const [asa, bo] = [addGuest(world), addGuest(world, { personCode: 'V2' })];
    world.addMembers(VISITORS, [asa], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS - 1);
    world.addMembers(VISITORS, [bo], US);
    reapplyAll(world);
    time.advance(1);
    expect(world.slates.doorsHolding(asa.personId)).toEqual(['1', '2']);
    expect(world.slates.doorsHolding(bo.personId)).toEqual([]);
    time.advance(APPLY_DELAY_MS - 1);
    expect(world.slates.doorsHolding(bo.personId)).toEqual(['1', '2']);
  });

  it('copies the record as it is when the door takes it, not when it was queued', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    const newEndMs = guest.endTimeMs + 1000;
    world.updatePerson(guest, { endTimeMs: newEndMs }, US);
    time.advance(APPLY_DELAY_MS);
    expect(copyAt(world, '1', guest.personId)?.endTimeMs).toBe(newEndMs);
  });

  it('gives nothing when the membership is gone before the door takes it', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    world.removeMembers(VISITORS, [guest], US);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
  });

  it('keeps the copy of a removed member until it is applied, and where another level still names the door', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    world.addMembers(LABORATORY, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.removeMembers(VISITORS, [guest], US);
    expect(world.application.counts().editAndUnApplicationCount).toBe(2);
    time.advance(60_000);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2', '3']);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['3']);
  });

  it('marks nothing for a member added again or a stranger removed', () => {
    const { world, time } = buildWorld();
    const [asa, bo] = [addGuest(world), addGuest(world, { personCode: 'V2' })];
    world.addMembers(VISITORS, [asa], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.addMembers(VISITORS, [asa], US);
    world.removeMembers(VISITORS, [bo], US);
    expect(world.application.counts()).toMatchObject({ unApplicationCount: 0, editAndUnApplicationCount: 0 });
  });
});

describe('applying a change of the person', () => {
  it('leaves the old validity and face on the doors until it is applied', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    const before = copyAt(world, '1', guest.personId);

    world.updatePerson(guest, { endTimeMs: guest.endTimeMs - 1000 }, US);
    world.replaceFace(guest, faceOf(Buffer.from('another face')), US);
    time.advance(60_000);
    expect(copyAt(world, '1', guest.personId)).toEqual(before);
    expect(world.application.counts()).toMatchObject({ unApplicationCount: 0, editAndUnApplicationCount: 2 });

    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    const after = copyAt(world, '1', guest.personId);
    expect(after?.endTimeMs).toBe(guest.endTimeMs);
    expect(after?.faceSha256).toBe(guest.face?.sha256);
  });

  it('takes a deleted person off the doors by itself, after the delay', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.deletePerson(guest, US);
    expect(world.levels.get(VISITORS).memberIds.has(guest.personId)).toBe(false);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2']);
    expect(world.application.counts().editAndUnApplicationCount).toBe(2);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
    expect(world.application.counts().editAndUnApplicationCount).toBe(0);
  });
});

describe('an offline door', () => {
  it('stays to be applied and takes the change when it is back', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.setDoor('2', { isOnline: false });
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(60_000);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1']);
    expect(world.application.counts().unApplicationCount).toBe(1);
    expect(world.application.statusAt('2', guest.personId)).toBe(1);

    world.setDoor('2', { isOnline: true });
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2']);
    expect(world.application.statusAt('2', guest.personId)).toBe(0);
  });

  it('keeps a deleted person until it is back', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.setDoor('1', { isOnline: false });
    world.deletePerson(guest, US);
    time.advance(60_000);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1']);
    world.setDoor('1', { isOnline: true });
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
  });
});

describe('a failing application', () => {
  it('of a face lets the rest through and stays failed until a retry succeeds', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.application.setFault('1', { errorItems: '3', times: 1 });
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.application.failures()).toEqual([
      {
        doorIndexCode: '1',
        failure: { personId: guest.personId, personCode: 'V1', personName: 'Asa Ost', errorItems: '3' },
      },
    ]);
    expect(copyAt(world, '1', guest.personId)?.faceSha256).toBeNull();
    expect(copyAt(world, '2', guest.personId)?.faceSha256).toBe(guest.face?.sha256);

    reapplyAll(world);
    // The first look after a reapplication still sees the round before.
    expect(world.application.statusAt('1', guest.personId)).toBe(2);
    time.advance(APPLY_DELAY_MS);
    expect(world.application.statusAt('1', guest.personId)).toBe(0);
    expect(copyAt(world, '1', guest.personId)?.faceSha256).toBe(guest.face?.sha256);
  });

  it('is left out when a reapplication asks for that', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.application.setFault('1', { errorItems: '3', times: 1 });
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.application.queue({ personIds: null, doorIndexCodes: null, shouldRetryFailures: false }, US);
    time.advance(APPLY_DELAY_MS);
    expect(world.application.counts().applicationFailCount).toBe(1);
  });

  it('of the device changes nothing on it, removals included', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    world.application.setFault('1', { errorItems: '0', times: null });
    world.removeMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1']);
    world.application.setFault('1', null);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
  });

  it('can be one person’s alone', () => {
    const { world, time } = buildWorld();
    const [asa, bo] = [addGuest(world), addGuest(world, { personCode: 'V2' })];
    world.application.setFault('1', { errorItems: '3', times: null, personCode: 'V2' });
    world.addMembers(VISITORS, [asa, bo], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.application.statusAt('1', asa.personId)).toBe(0);
    expect(world.application.statusAt('1', bo.personId)).toBe(2);
  });
});

describe('a door with a delay of its own', () => {
  it('takes a person after it, while the others take theirs after the world’s, until it is taken away', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world);
    world.setDoor('2', { applyDelayMs: 5000 });
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1']);
    time.advance(5000 - APPLY_DELAY_MS - 1);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1']);
    time.advance(1);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2']);
    world.setDoor('2', { applyDelayMs: undefined });
    world.removeMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual([]);
  });
});

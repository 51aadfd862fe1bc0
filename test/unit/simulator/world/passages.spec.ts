import { EVENT_TYPES } from '../../../../simulator/world/passages.js';
import { type EventFilter } from '../../../../simulator/world/event-log.js';
import { type World } from '../../../../simulator/world/world.js';
import { addGuest, APPLY_DELAY_MS, buildWorld, EVENT_DELAY_MS, HOUR_MS, NOON, reapplyAll, US } from '../build-world.js';

const VISITORS = '1';
const EVERYTHING: EventFilter = {
  startMs: 0,
  endMs: Number.MAX_SAFE_INTEGER,
  eventTypes: null,
  personIds: null,
  personCodes: null,
  personName: null,
  doorIndexCodes: null,
  isNewestFirst: false,
};

/** A guest whom doors 1 and 2 know. */
function admitted() {
  const { world, time } = buildWorld();
  const guest = addGuest(world);
  world.addMembers(VISITORS, [guest], US);
  reapplyAll(world);
  time.advance(APPLY_DELAY_MS);
  return { world, time, guest };
}

function visibleEvents(world: World, filter: Partial<EventFilter> = {}) {
  return world.events.query({ ...EVERYTHING, ...filter }, world.nowMs());
}

describe('a walk', () => {
  it('is granted from the copy on the door', () => {
    const { world, guest } = admitted();
    const result = world.passages.walk({ personCode: 'V1' }, { readerIndexCode: '2' });
    expect(result).toMatchObject({ isGranted: true, eventType: 196893, doorIndexCode: '1', readerIndexCode: '2' });
    expect(world.passages.walk({ personId: guest.personId }, { doorIndexCode: '2' })).toMatchObject({
      isGranted: true,
      readerIndexCode: '3',
    });
  });

  it('is granted as long as the door holds the copy, whatever HikCentral says', () => {
    const { world, time, guest } = admitted();
    world.removeMembers(VISITORS, [guest], US);
    world.updatePerson(guest, { endTimeMs: NOON.getTime() - 1 }, US);
    world.deletePerson(guest, US);
    expect(world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' }).isGranted).toBe(true);
    time.advance(APPLY_DELAY_MS);
    expect(world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' }).eventType).toBe(EVENT_TYPES.faceFailed);
  });

  it('fails where the door does not know the person, with nobody’s name', () => {
    const { world, time } = admitted();
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '3' });
    world.passages.walk({ unknownFace: true }, { doorIndexCode: '1' });
    time.advance(EVENT_DELAY_MS);
    expect(visibleEvents(world)).toMatchObject([
      { eventType: 197151, personId: '', personCode: '', personName: '', doorIndexCode: '3' },
      { eventType: 197151, personId: '', doorIndexCode: '1' },
    ]);
  });

  it('fails for a person whose face the door does not have', () => {
    const { world, time } = buildWorld();
    const guest = addGuest(world, { face: null });
    world.addMembers(VISITORS, [guest], US);
    reapplyAll(world);
    time.advance(APPLY_DELAY_MS);
    expect(world.slates.doorsHolding(guest.personId)).toEqual(['1', '2']);
    expect(world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' }).eventType).toBe(197151);
  });

  it.each([
    ['an hour before noon, the first instant', -HOUR_MS, true],
    ['before that', -HOUR_MS - 1000, false],
    ['one second before the end', HOUR_MS - 1000, true],
    ['at the end', HOUR_MS, false],
  ])('is judged by the clock of the door: %s', (_when, offsetMs, isGranted) => {
    const { world } = admitted();
    world.setDoor('1', { clockOffsetMs: offsetMs - APPLY_DELAY_MS });
    const result = world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    expect(result.eventType).toBe(isGranted ? 196893 : 197384);
  });

  it('outside the period still names the person', () => {
    const { world, time, guest } = admitted();
    time.advance(HOUR_MS);
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    time.advance(EVENT_DELAY_MS);
    expect(visibleEvents(world)).toMatchObject([{ eventType: 197384, personId: guest.personId, personCode: 'V1' }]);
  });
});

describe('an event', () => {
  it('is visible after the delay, under the time of its recording', () => {
    const { world, time } = admitted();
    world.setDoor('1', { clockOffsetMs: -5000 });
    time.advance(700);
    const { eventId } = world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    expect(eventId).toMatch(/^[a-z0-9]{1,32}$/);
    time.advance(EVENT_DELAY_MS - 1);
    expect(visibleEvents(world)).toEqual([]);
    time.advance(1);
    const walkedAtMs = NOON.getTime() + 1000;
    expect(visibleEvents(world)).toMatchObject([{ eventId, eventTimeMs: walkedAtMs, deviceTimeMs: walkedAtMs - 5000 }]);
  });

  it('that is late has an old device time under a fresh event time', () => {
    const { world, time } = admitted();
    world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' }, { lateByMs: 600_000 });
    time.advance(EVENT_DELAY_MS);
    const [event] = visibleEvents(world);
    expect(event?.eventTimeMs).toBe(NOON.getTime());
    expect(event?.deviceTimeMs).toBe(Math.floor((NOON.getTime() + APPLY_DELAY_MS - 600_000) / 1000) * 1000);
  });

  it('of an offline door waits there and arrives when the door is back', () => {
    const { world, time } = admitted();
    world.setDoor('1', { isOnline: false });
    const result = world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    expect(result).toMatchObject({ isGranted: true, eventId: null });
    time.advance(600_000);
    expect(visibleEvents(world)).toEqual([]);
    world.setDoor('1', { isOnline: true });
    time.advance(EVENT_DELAY_MS);
    const [event] = visibleEvents(world);
    expect((event?.eventTimeMs ?? 0) - (event?.deviceTimeMs ?? 0)).toBe(600_000);
    expect(world.passages.kept()).toEqual([]);
  });

  it('has an id of its own', () => {
    const { world, time } = admitted();
    for (let walk = 0; walk < 50; walk += 1) world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' });
    time.advance(EVENT_DELAY_MS);
    expect(new Set(visibleEvents(world).map(({ eventId }) => eventId)).size).toBe(50);
  });
});

describe('a query of events', () => {
  it('filters, with both ends of the window included, and keeps the order of recording among equals', () => {
    const { world, time } = admitted();
    const first = world.passages.walk({ personCode: 'V1' }, { doorIndexCode: '1' }).eventId;
    const second = world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '2' }).eventId;
    time.advance(10_000);
    const third = world.passages.walk({ unknownFace: true }, { doorIndexCode: '1' }).eventId;
    time.advance(EVENT_DELAY_MS);
    const ids = (filter: Partial<EventFilter>) => visibleEvents(world, filter).map(({ eventId }) => eventId);

    expect(ids({})).toEqual([first, second, third]);
    expect(ids({ isNewestFirst: true })).toEqual([third, second, first]);
    expect(ids({ startMs: NOON.getTime(), endMs: NOON.getTime() })).toEqual([first, second]);
    expect(ids({ startMs: NOON.getTime() + 1 })).toEqual([third]);
    expect(ids({ eventTypes: new Set([197151]) })).toEqual([third]);
    expect(ids({ doorIndexCodes: new Set(['2']) })).toEqual([second]);
    expect(ids({ personCodes: new Set(['V1']) })).toEqual([first]);
    expect(ids({ personName: 'asa o' })).toEqual([first]);
  });
});

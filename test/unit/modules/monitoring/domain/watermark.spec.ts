import {
  blindExits,
  commonWatermark,
  CURRENT_WITHIN_MS,
  decidableTo,
  isAllSeen,
  isCurrent,
} from '../../../../../src/modules/monitoring/domain/watermark.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 10, 8, minute));
const server = (completeTo: Date | null) => ({ serverId: 'any', completeTo });

describe('watermark of all servers', () => {
  it.each([
    ['is that of the one furthest behind', [at(5), at(3), at(9)], at(3)],
    ['is unknown while one server was never read', [at(5), null], null],
    ['is unknown while the first was never read', [null, at(5)], null],
    ['is unknown without a server', [], null],
  ])('%s', (_, instants, expected) => {
    expect(commonWatermark(instants.map(server))).toEqual(expected);
  });

  it('is current as long as a poll in five minutes explains its age', () => {
    const now = at(30);
    expect(isCurrent(new Date(now.getTime() - CURRENT_WITHIN_MS), now)).toBe(true);
    expect(isCurrent(new Date(now.getTime() - CURRENT_WITHIN_MS - 1), now)).toBe(false);
    expect(isCurrent(null, now)).toBe(false);
  });
});

describe('what may be decided', () => {
  const door = (isOnline: boolean, completeTo: Date | null) => ({
    ...{
      serverId: 'any',
      doorId: '1',
      name: 'Gate',
      isOnline,
      onlineAt: completeTo,
      isWayOut: true,
      clockOffsetMs: null,
      completeTo,
    },
  });
  const read = (completeTo: Date | null, ...doors: readonly ReturnType<typeof door>[]) => ({ completeTo, doors });

  it.each([
    ['reaches as far as the server furthest behind', [read(at(5)), read(at(3))], at(3)],
    ['waits for no server that was never read', [read(at(5)), read(null)], at(5)],
    ['is held up by a door that is offline', [read(at(5), door(true, at(5)), door(false, at(2)))], at(2)],
    ['is not held up by a door that was never online', [read(at(5), door(false, null))], at(5)],
    ['waits for nothing where nothing was ever read', [read(null, door(true, null))], null],
  ])('%s', (_, servers, expected) => {
    expect(decidableTo(servers, at(30))).toEqual(expected);
  });
});

describe('whoever may have left unseen', () => {
  const door = (doorId: string, parts: object = {}) => ({
    ...{ serverId: 's1', doorId, name: doorId, isOnline: true, onlineAt: at(30), isWayOut: true, clockOffsetMs: null },
    ...{ completeTo: at(29), ...parts },
  });
  const blind = { isOnline: false, onlineAt: at(1), completeTo: at(1) };
  const servers = [
    { serverId: 's1', completeTo: at(29), doors: [door('out', blind), door('in', { ...blind, isWayOut: false })] },
    { serverId: 's2', completeTo: at(29), doors: [door('other'), door('new', { ...blind, onlineAt: null })] },
  ];
  const isSeen = (serverId: string | null, ...doorIds: readonly string[]): boolean =>
    isAllSeen(servers, at(30), { serverId, doorIds: doorIds.length === 0 ? null : new Set(doorIds) });

  it('may have used an exit that is offline, and no other door', () => {
    expect(blindExits(servers, at(30)).map(({ doorId }) => doorId)).toEqual(['out']);
    expect(isAllSeen(servers, at(30))).toBe(false);
  });

  it('is whoever that exit opens for, or may', () => {
    expect([isSeen('s1', 'in'), isSeen('s1', 'in', 'out')]).toEqual([true, false]);
    expect([isSeen('s1'), isSeen('s2'), isSeen(null), isSeen('gone')]).toEqual([false, true, false, false]);
  });

  it('is everybody of a server that is not read up to now', () => {
    const behind = servers.map((one) => (one.serverId === 's2' ? { ...one, completeTo: at(20) } : one));
    const isSeenBehind = (serverId: string): boolean =>
      isAllSeen(behind, at(30), { serverId, doorIds: new Set(['in', 'other']) });
    expect([isSeenBehind('s1'), isSeenBehind('s2')]).toEqual([true, false]);
  });
});

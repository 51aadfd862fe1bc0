import {
  type DirectionSetting,
  directionOf,
  type Door,
  edited,
  isWayOut,
  newDoor,
  withReader,
  withSettings,
} from '../../../../../src/modules/monitoring/domain/door-map.js';

const SERVER = '0197a000-0000-7000-8000-000000000001';
const EDITED_AT = new Date('2026-06-10T08:00:00Z');

const setting = (code: string, direction: 'entry' | 'exit', of: DirectionSetting['of'] = null): DirectionSetting => ({
  of,
  code,
  direction,
});

const aDoor = (parts: Partial<Door> = {}): Door => ({
  serverId: SERVER,
  doorId: '2',
  name: 'Main door',
  direction: null,
  readers: [],
  editedAt: null,
  ...parts,
});

describe('direction of a passage', () => {
  const door = aDoor({
    direction: 'entry',
    readers: [
      { readerId: '5', direction: 'exit' },
      { readerId: '6', direction: null },
    ],
  });

  it.each([
    ["the reader's comes first", door, '5', 'exit'],
    ["a reader without one has the door's", door, '6', 'entry'],
    ["a reader that is not known has the door's", door, '7', 'entry'],
    ["an event without a reader has the door's", door, null, 'entry'],
    ['a door without one has none', aDoor(), '5', null],
    ['a door that is not known has none', undefined, '5', null],
  ] as const)('%s', (_, at, readerId, expected) => {
    expect(directionOf(at, readerId)).toBe(expected);
  });
});

describe('directions from the settings', () => {
  it("tries a code as a reader's, then as a door's", () => {
    const settings = [setting('5', 'entry'), setting('2', 'exit')];
    const door = withReader(newDoor(SERVER, '2', 'Main door', settings), '5', settings);
    expect(directionOf(door, '5')).toBe('entry');
    expect(directionOf(door, '9')).toBe('exit');
  });

  it('takes a code that says what it is of for nothing else, and before one that does not', () => {
    const settings = [setting('2', 'exit', 'door'), setting('2', 'entry', 'reader'), setting('3', 'exit', 'reader')];
    const door = withReader(newDoor(SERVER, '2', 'Main door', settings), '2', settings);
    expect(door.direction).toBe('exit');
    expect(directionOf(door, '2')).toBe('entry');
    expect(newDoor(SERVER, '3', 'Laboratory', settings).direction).toBeNull();
    expect(newDoor(SERVER, '2', 'Main door', [...settings, setting('2', 'entry')]).direction).toBe('exit');
  });

  it('holds the later of two that say the same', () => {
    expect(newDoor(SERVER, '2', 'Main door', [setting('2', 'entry'), setting('2', 'exit')]).direction).toBe('exit');
  });

  it('follows changed settings until an administrator has spoken', () => {
    const door = aDoor({ direction: 'entry', readers: [{ readerId: '5', direction: 'entry' }] });
    const settings = [setting('5', 'exit')];
    expect(withSettings(door, settings)).toEqual({
      ...door,
      direction: null,
      readers: [{ readerId: '5', direction: 'exit' }],
    });
    const spoken = { ...door, editedAt: EDITED_AT };
    expect(withSettings(spoken, settings)).toEqual(spoken);
  });
});

describe('readers of a door', () => {
  it('learns a reader once, by id, with the word of the settings', () => {
    const door = withReader(aDoor({ readers: [{ readerId: '7', direction: null }] }), '5', [setting('5', 'exit')]);
    expect(door.readers).toEqual([
      { readerId: '5', direction: 'exit' },
      { readerId: '7', direction: null },
    ]);
    expect(withReader(door, '5', [])).toBe(door);
  });

  it('keeps a known reader that an administrator did not name, without a direction', () => {
    const door = aDoor({ readers: [{ readerId: '5', direction: 'exit' }] });
    const set = edited(door, { direction: 'entry', readers: [{ readerId: '4', direction: 'exit' }] }, EDITED_AT);
    expect(set).toEqual({
      ...door,
      direction: 'entry',
      readers: [
        { readerId: '4', direction: 'exit' },
        { readerId: '5', direction: null },
      ],
      editedAt: EDITED_AT,
    });
  });
});

describe('a door', () => {
  const reader = (direction: 'entry' | 'exit' | null) => ({ readerId: String(direction), direction });

  it.each([
    ['that only leads in', aDoor({ direction: 'entry' }), false],
    ['of which nothing is known', aDoor(), true],
    ['that leads out', aDoor({ direction: 'exit' }), true],
    ['whose readers all lead in', aDoor({ direction: 'exit', readers: [reader('entry')] }), false],
    ['one of whose readers leads out', aDoor({ direction: 'entry', readers: [reader('entry'), reader('exit')] }), true],
    ['whose unknown reader is its own', aDoor({ direction: 'entry', readers: [reader(null)] }), false],
  ])('%s is a way out: %s', (_, door, expected) => {
    expect(isWayOut(door)).toBe(expected);
  });
});

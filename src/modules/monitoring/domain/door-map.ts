import { type Direction } from './passage.js';

export interface ReaderDirection {
  readonly readerId: string;
  readonly direction: Direction | null;
}

/** One door of the perimeter. HikCentral's events carry no direction: it comes from here. */
export interface Door {
  readonly serverId: string;
  readonly doorId: string;
  readonly name: string;
  readonly direction: Direction | null;
  /** By id. HikCentral has no list of readers: they become known through their events, or by being set. */
  readonly readers: readonly ReaderDirection[];
  /** When an administrator last set the directions; null: they are those of the settings. */
  readonly editedAt: Date | null;
}

/** One pair of `DOOR_DIRECTIONS`. `of` null: the code is tried as a reader's, then as a door's. */
export interface DirectionSetting {
  readonly of: 'door' | 'reader' | null;
  readonly code: string;
  readonly direction: Direction;
}

/** The reader's direction, else the door's, else unknown. */
export function directionOf(door: Door | undefined, readerId: string | null): Direction | null {
  const reader = door?.readers.find((candidate) => candidate.readerId === readerId);
  return reader?.direction ?? door?.direction ?? null;
}

/** Whether somebody may leave by it: unless each of its readers is known to lead in. */
export function isWayOut({ direction, readers }: Pick<Door, 'direction' | 'readers'>): boolean {
  if (readers.length === 0) return direction !== 'entry';
  return readers.some((reader) => (reader.direction ?? direction) !== 'entry');
}

/** A door as it becomes known, with what the settings say about it. */
export function newDoor(serverId: string, doorId: string, name: string, settings: readonly DirectionSetting[]): Door {
  return { serverId, doorId, name, direction: settingOf('door', doorId, settings), readers: [], editedAt: null };
}

/** The settings are the word until an administrator has spoken; after that they speak of new readers only. */
export function withSettings(door: Door, settings: readonly DirectionSetting[]): Door {
  if (door.editedAt !== null) return door;
  return {
    ...door,
    direction: settingOf('door', door.doorId, settings),
    readers: door.readers.map(({ readerId }) => ({ readerId, direction: settingOf('reader', readerId, settings) })),
  };
}

/** The door with a reader that was seen in an event; the same object when it was known. */
export function withReader(door: Door, readerId: string, settings: readonly DirectionSetting[]): Door {
  if (door.readers.some((known) => known.readerId === readerId)) return door;
  const found = { readerId, direction: settingOf('reader', readerId, settings) };
  return { ...door, readers: byId([...door.readers, found]) };
}

/** What an administrator set. A reader that is known and was not named stays, without a direction. */
export function edited(door: Door, { direction, readers }: Pick<Door, 'direction' | 'readers'>, editedAt: Date): Door {
  const named = new Set(readers.map(({ readerId }) => readerId));
  const unnamed = door.readers.filter(({ readerId }) => !named.has(readerId));
  return {
    ...door,
    direction,
    readers: byId([...readers, ...unnamed.map(({ readerId }) => ({ readerId, direction: null }))]),
    editedAt,
  };
}

/** A code that says what it is of comes before one that does not; of two that say the same the later holds. */
function settingOf(kind: 'door' | 'reader', code: string, settings: readonly DirectionSetting[]): Direction | null {
  const about = settings.filter((setting) => setting.code === code);
  const found = about.findLast(({ of }) => of === kind) ?? about.findLast(({ of }) => of === null);
  return found?.direction ?? null;
}

function byId(readers: readonly ReaderDirection[]): ReaderDirection[] {
  return readers.toSorted((a, b) => (a.readerId < b.readerId ? -1 : 1));
}

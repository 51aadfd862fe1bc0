import { notFound } from '../refusal.js';
import { type Fields, missing, NAME_FORM } from '../server/fields.js';
import { type AccessLevel, type LevelType } from '../world/model.js';
import { type LevelDraft } from '../world/level-admin.js';
import { readFlag, readObject } from './person-fields.js';

const NAME_RULE = { max: 32, form: NAME_FORM };
const DESCRIPTION_RULE = { max: 128 };
/** No figure is published; ours. */
const MAX_LEVELS = 20;
const MAX_DOORS = 500;

/** The schedules every HikCentral has; there are no others here. */
const SCHEDULES: readonly AccessLevel['timeSchedule'][] = [
  { indexCode: '1', name: 'All-day' },
  { indexCode: '2', name: 'Weekdays' },
  { indexCode: '3', name: 'Weekends' },
];

/** 1 access control, 2 visitor. @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
export function readLevelType(fields: Fields): LevelType {
  return fields.integer('type', 1, 2) === 2 ? 'visitor' : 'person';
}

/** The `list` of levels a call is about. @throws Refusal 0x0007200x */
export function readLevels(fields: Fields): Fields[] {
  const entries = fields.optionalObjects('list', MAX_LEVELS);
  if (entries === undefined || entries.length === 0) throw missing('list');
  return entries;
}

/** A new level, in the words in which levels are listed. @throws Refusal 0x0007200x */
export function readLevelDraft(entry: Fields): LevelDraft {
  entry.text('privilegeGroupName', NAME_RULE);
  return {
    name: '',
    description: '',
    timeSchedule: scheduleOf('1'),
    doorIndexCodes: [],
    isDefault: false,
    ...readLevelChanges(entry),
  };
}

/** Only what was sent. @throws Refusal 0x0007200x */
export function readLevelChanges(entry: Fields): Partial<LevelDraft> {
  const description = entry.optionalText('description', DESCRIPTION_RULE);
  const schedule = readObject(entry, 'timeSchedule')?.text('indexCode');
  const elements = entry.optionalObjects('ElementList', MAX_DOORS)?.map((element) => element.text('ID'));
  return {
    ...(entry.has('privilegeGroupName') && { name: entry.text('privilegeGroupName', NAME_RULE) }),
    ...(description !== undefined && { description }),
    ...(schedule !== undefined && { timeSchedule: scheduleOf(schedule) }),
    ...(elements !== undefined && { doorIndexCodes: [...new Set(elements)] }),
    ...(entry.has('isDefault') && { isDefault: readFlag(entry, 'isDefault') }),
  };
}

function scheduleOf(indexCode: string): AccessLevel['timeSchedule'] {
  const schedule = SCHEDULES.find((each) => each.indexCode === indexCode);
  if (schedule === undefined) throw notFound('time schedule');
  return schedule;
}

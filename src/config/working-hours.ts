import { type Parsed, type SettingParser } from './setting-parsers.js';
import { type WorkingHours, type WorkingSpan } from './settings.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_PER_HOUR = 60;
const SPAN = /^(?<first>[a-z]{3})(?:-(?<last>[a-z]{3}))? (?<from>\d{2}:\d{2})-(?<to>\d{2}:\d{2})$/i;
const FAULT = { fault: 'must be days and times such as Mon-Fri 08:00-20:00,Sat 10:00-16:00' };

export const workingHours: SettingParser<WorkingHours> = {
  form: '`Mon-Fri 08:00-20:00,Sat 10:00-16:00`',
  parse: (text): Parsed<WorkingHours> => {
    const spans = text.split(',').map((part) => parseSpan(part.trim()));
    const value = spans.filter((span) => span !== null);
    return value.length === spans.length ? { value } : FAULT;
  },
};

function parseSpan(text: string): WorkingSpan | null {
  const { first = '', last, from = '', to = '' } = SPAN.exec(text)?.groups ?? {};
  const days = daysBetween(first, last ?? first);
  const fromMinute = minuteOf(from);
  const toMinute = minuteOf(to);
  if (days === null || fromMinute === null || toMinute === null || fromMinute === toMinute) return null;
  return { days, fromMinute, toMinute };
}

/** `Fri-Mon` goes over the end of the week. */
function daysBetween(first: string, last: string): readonly number[] | null {
  const [from, to] = [first, last].map((name) => DAYS.indexOf(name.toLowerCase()));
  if (from === undefined || to === undefined || from < 0 || to < 0) return null;
  const count = ((to - from + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % DAYS.length);
}

/** `24:00` is the end of a day. */
function minuteOf(time: string): number | null {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number);
  const minute = hours * MINUTES_PER_HOUR + minutes;
  return minutes < MINUTES_PER_HOUR && minute <= 24 * MINUTES_PER_HOUR ? minute : null;
}

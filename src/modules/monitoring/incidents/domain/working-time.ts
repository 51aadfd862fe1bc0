import { type WorkingHours } from '../../../../config/settings.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTES_PER_HOUR = 60;

/** Working hours on the wall clock of the site. */
export class WorkingTime {
  private readonly format: Intl.DateTimeFormat;

  /** @param hours null: at any time */
  constructor(
    private readonly hours: WorkingHours | null,
    timeZone: string,
  ) {
    this.format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  }

  includes(at: Date): boolean {
    if (this.hours === null) return true;
    const { day, minute } = this.wallTime(at);
    const before = (day + DAYS.length - 1) % DAYS.length;
    return this.hours.some(({ days, fromMinute, toMinute }) => {
      if (fromMinute < toMinute) return days.includes(day) && fromMinute <= minute && minute < toMinute;
      return (days.includes(day) && fromMinute <= minute) || (days.includes(before) && minute < toMinute);
    });
  }

  /** `2026-06-10`, the day at the site. */
  dateOf(at: Date): string {
    return this.wallTime(at).date;
  }

  private wallTime(at: Date): { readonly day: number; readonly minute: number; readonly date: string } {
    const parts = new Map(this.format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return {
      day: DAYS.indexOf(part('weekday')),
      minute: Number(part('hour')) * MINUTES_PER_HOUR + Number(part('minute')),
      date: `${part('year')}-${part('month')}-${part('day')}`,
    };
  }
}

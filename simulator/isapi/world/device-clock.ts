import { formatServerTime } from '../../runtime/zoned-time.js';
import { parsePosixZone } from '../protocol/times.js';

export type TimeMode = 'manual' | 'NTP';

/** The device's own idea of the time: as far from the true one as somebody set it, in a zone of its own. */
export class DeviceClock {
  timeMode: TimeMode = 'manual';
  private offsetMs = 0;
  private zone: { readonly text: string; readonly offsetMinutes: number };

  /** @throws RangeError for a zone that is not POSIX or has daylight saving */
  constructor(
    private readonly trueNowMs: () => number,
    timeZone: string,
  ) {
    const offsetMinutes = parsePosixZone(timeZone);
    if (offsetMinutes === undefined) throw new RangeError(`not a POSIX zone without daylight saving: ${timeZone}`);
    this.zone = { text: timeZone, offsetMinutes };
  }

  get timeZone(): string {
    return this.zone.text;
  }

  nowMs(): number {
    return this.trueNowMs() + this.offsetMs;
  }

  /** How far ahead of the true time, in milliseconds. */
  setOffset(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }

  set(nowMs: number): void {
    this.offsetMs = nowMs - this.trueNowMs();
  }

  /** @returns false, and changes nothing, for a zone that is not POSIX or has daylight saving */
  setZone(timeZone: string): boolean {
    const offsetMinutes = parsePosixZone(timeZone);
    if (offsetMinutes === undefined) return false;
    this.zone = { text: timeZone, offsetMinutes };
    return true;
  }

  /** `2026-01-01T09:12:03+05:00` */
  format(atMs: number): string {
    return formatServerTime(atMs, this.zone.offsetMinutes);
  }

  /** From a wall time in this device's zone, as {@link parseWallTime} reads it. */
  fromWall(wallMs: number): number {
    return wallMs - this.zone.offsetMinutes * 60_000;
  }
}

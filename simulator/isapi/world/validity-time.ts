import { parseRequestTime } from '../../runtime/zoned-time.js';
import { parseWallTime } from '../protocol/times.js';
import { type DeviceClock } from './device-clock.js';
import { type Validity } from './person.js';

/** No validity may end later. */
export const LATEST_WALL_TIME = '2037-12-31T23:59:59';

/**
 * `local`, `yyyy-MM-ddTHH:mm:ss` without an offset, is the device's own time; `UTC` may carry an offset, and is UTC without one.
 * @returns epoch milliseconds, or undefined when it is no such time or too late
 */
export function readValidityTime(text: string, timeType: Validity['timeType'], clock: DeviceClock): number | undefined {
  const wallMs = parseWallTime(text);
  if (wallMs !== undefined) {
    if (text > LATEST_WALL_TIME) return undefined;
    return timeType === 'local' ? clock.fromWall(wallMs) : wallMs;
  }
  return timeType === 'UTC' && text.slice(0, 19) <= LATEST_WALL_TIME ? parseRequestTime(text) : undefined;
}

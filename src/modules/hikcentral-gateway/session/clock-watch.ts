import { type Logger } from '../../../platform/logging/logger.js';
import { parseHttpDate } from '../mapping/retry-after.js';

/** Beyond this a signature may be refused, and windows of events end in the wrong place. */
const TOLERATED_MS = 10_000;
/** `Date` names whole seconds, cut. */
const DATE_PRECISION_MS = 1_000;
const MS_PER_SECOND = 1_000;

/** How far HikCentral's clock is from ours, by the `Date` of its answers. Tells only of changes. */
export class ClockWatch {
  /** Certain at least, ahead positive: 0 while its clock may agree with ours. null until an answer said. */
  offsetMs: number | null = null;
  private wasOff = false;

  constructor(
    private readonly logger: Logger,
    private readonly serverId: string,
  ) {}

  get isOff(): boolean {
    return this.offsetMs !== null && Math.abs(this.offsetMs) > TOLERATED_MS;
  }

  /** An answer was written some time between its call and its arrival; all that lies outside of that is difference. */
  observe(date: string | null, bookedAt: Date, answeredAt: Date): void {
    const writtenMs = parseHttpDate(date ?? '');
    if (writtenMs === null) return;
    const behindMs = Math.min(0, writtenMs + DATE_PRECISION_MS - bookedAt.getTime());
    const aheadMs = Math.max(0, writtenMs - answeredAt.getTime());
    this.offsetMs = behindMs + aheadMs;
    if (this.isOff === this.wasOff) return;
    this.wasOff = this.isOff;
    const fields = { serverId: this.serverId, offsetSeconds: Math.round(this.offsetMs / MS_PER_SECOND) };
    if (this.isOff) this.logger.warn('hikcentral clock differs', fields);
    else this.logger.info('hikcentral clock agrees again', fields);
  }
}

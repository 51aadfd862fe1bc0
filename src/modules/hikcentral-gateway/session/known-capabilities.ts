import { type Logger } from '../../../platform/logging/logger.js';
import {
  CAPABILITIES,
  type Capability,
  capabilitiesOf,
  type CapabilityRecord,
  MIN_PAGE_SIZE,
  NOTHING_KNOWN,
  type ServerCapabilities,
} from '../capabilities.js';
import { type CallOutcome } from '../hikcentral-gateway.js';
import { evidenceIn, tooManyAskedFor } from '../mapping/capability-evidence.js';
import { type Operation } from '../operations/operation.js';
import { type VersionRead } from '../operations/version-calls.js';

const FRESH_FOR_MS = 24 * 60 * 60 * 1_000;
/** What a product or a version looks like; anything else is not kept, since it is shown and logged. */
const PRINTABLE = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/;

/** What is known of one server: remembered, then corrected by every answer. */
export class KnownCapabilities {
  private current: CapabilityRecord = NOTHING_KNOWN;

  constructor(
    private readonly logger: Logger,
    private readonly serverId: string,
  ) {}

  get record(): CapabilityRecord {
    return this.current;
  }

  get capabilities(): ServerCapabilities {
    return capabilitiesOf(this.current);
  }

  restore(record: CapabilityRecord): void {
    this.current = record;
  }

  observe(operation: Operation<unknown>, outcome: CallOutcome<unknown>): void {
    if (operation.name === 'read-version' && outcome.kind === 'done') this.versionRead(outcome.value as VersionRead);
    this.sizeSeen(tooManyAskedFor(operation, outcome));
    const evidence = evidenceIn(operation, outcome);
    if (evidence === null) return;
    const { capability, isAble, isCertain } = evidence;
    const { findings } = this.current;
    if (findings[capability] === isAble || (!isCertain && findings[capability] !== undefined)) return;
    this.current = { ...this.current, findings: { ...findings, [capability]: isAble } };
  }

  isUnknown(capability: Capability): boolean {
    return this.current.findings[capability] === undefined;
  }

  /** Something is only assumed, and it was not asked for at this version, or a day ago. */
  isProbeDue(now: Date): boolean {
    if (CAPABILITIES.every((capability) => !this.isUnknown(capability))) return false;
    const { probedAt } = this.current;
    return probedAt === null || now.getTime() - probedAt.getTime() >= FRESH_FOR_MS;
  }

  probed(at: Date): void {
    this.current = { ...this.current, probedAt: at };
  }

  /** By what was asked for: of calls that were on their way together each says the same. */
  private sizeSeen(tooMany: number | null): void {
    if (tooMany === null) return;
    const pageSize = Math.max(MIN_PAGE_SIZE, Math.floor(tooMany / 2));
    if (pageSize >= this.current.pageSize) return;
    this.logger.info('hikcentral is asked for shorter pages', { serverId: this.serverId, pageSize });
    this.current = { ...this.current, pageSize };
  }

  /** What was found out of another version is worth nothing. */
  private versionRead(read: VersionRead): void {
    const version = printable(read.version);
    const product = printable(read.product);
    const { version: before } = this.current;
    if (version === null || version === before) return;
    if (before !== null) {
      this.logger.info('hikcentral version changed', { serverId: this.serverId, from: before, to: version });
    }
    // Answers that came before the first version call are of this version, and stay.
    const { findings, pageSize } = before === null ? this.current : NOTHING_KNOWN;
    this.current = { product, version, probedAt: null, pageSize, findings };
  }
}

function printable(text: string | null): string | null {
  return text !== null && PRINTABLE.test(text) ? text : null;
}

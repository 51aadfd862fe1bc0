import { MAX_PAGE_SIZE } from './operations/operation.js';

/** What servers differ in, by version or by how they are set up. */
export const CAPABILITIES = [
  /** One call reads door events of every type; else each type costs a call (before 3.x). */
  'readsEventTypesTogether',
  /** Lists of persons and single persons name their access levels (from 3.x). */
  'showsAccessLevels',
  /** The list of access levels names their doors (from 3.x). */
  'levelsNameDoors',
  /** One person's application can be read door by door (from 2.4). */
  'readsPersonApplication',
  /** Events can be pushed to us. */
  'subscribesToEvents',
  /** A person is deleted only with the administrator's password; a matter of set-up from 3.0.1 on. */
  'asksPasswordToDelete',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/**
 * What one HikCentral can do, so that everybody takes its cheapest way. Assumed from the version until the server was
 * asked or an ordinary answer told; never a promise, so a refusal must be understood all the same.
 */
export interface ServerCapabilities extends Readonly<Record<Capability, boolean>> {
  readonly product: string | null;
  /** Such as `V3.1.0.0`; null until the version call was answered once. */
  readonly version: string | null;
  /** So many items of a list at once, 20–500: fewer once an answer was too long for the server. */
  readonly pageSize: number;
  /** When the server was last asked for what ordinary answers had not told; null: not yet at this version. */
  readonly probedAt: Date | null;
}

/** What was found out, apart from what is only assumed. */
export type CapabilityFindings = Readonly<Partial<Record<Capability, boolean>>>;

/** What of it outlives a session. */
export interface CapabilityRecord extends Pick<ServerCapabilities, 'product' | 'version' | 'probedAt' | 'pageSize'> {
  readonly findings: CapabilityFindings;
}

/** A server that cannot send so few items at once is not helped by fewer. */
export const MIN_PAGE_SIZE = 20;

/** Of a server that never said its version: 3.x, which most sites run. Its first answers correct it. */
export const NOTHING_KNOWN: CapabilityRecord = {
  product: null,
  version: null,
  probedAt: null,
  pageSize: MAX_PAGE_SIZE,
  findings: {},
};

export function capabilitiesOf({ findings, ...known }: CapabilityRecord): ServerCapabilities {
  return { ...assumedOf(known.version), ...findings, ...known };
}

export function isSameRecord(one: CapabilityRecord, other: CapabilityRecord): boolean {
  return (
    one.product === other.product &&
    one.version === other.version &&
    one.pageSize === other.pageSize &&
    one.probedAt?.getTime() === other.probedAt?.getTime() &&
    CAPABILITIES.every((name) => one.findings[name] === other.findings[name])
  );
}

/**
 * Whether access levels change for persons who are named by their codes (from 3.x, HikCentral OpenAPI guide). No answer
 * proves it, so it goes by the version alone.
 */
export function changesLevelsByCode({ version }: Pick<ServerCapabilities, 'version'>): boolean {
  return (numbersOf(version)[0] ?? 0) >= 3;
}

/** By the minimum versions that the HikCentral OpenAPI guide and the gateway's own description state. */
function assumedOf(version: string | null): Readonly<Record<Capability, boolean>> {
  const [major = 0, minor = 0] = numbersOf(version);
  const isFrom3 = major >= 3;
  return {
    readsEventTypesTogether: isFrom3,
    showsAccessLevels: isFrom3,
    levelsNameDoors: isFrom3,
    readsPersonApplication: isFrom3 || (major === 2 && minor >= 4),
    subscribesToEvents: true,
    asksPasswordToDelete: false,
  };
}

/** `V2.6.1.0` → 2, 6. A version of no such form tells nothing, and 3.x is assumed. */
function numbersOf(version: string | null): readonly number[] {
  if (version === null) return [3];
  const numbers = /^V?(\d{1,3}(?:\.\d{1,3})?)/i.exec(version)?.[1];
  return numbers === undefined ? [3] : numbers.split('.').map(Number);
}

import { CAPABILITIES, type CapabilityRecord, MIN_PAGE_SIZE } from '../capabilities.js';
import { MAX_PAGE_SIZE } from '../operations/operation.js';

/** A row's `capabilities` as they were written by this version of the program or an older one; null: nothing readable. */
export function fromCapabilityJson(json: unknown): CapabilityRecord | null {
  if (!isRecord(json)) return null;
  const { product, version, probedAt, pageSize, findings } = json;
  const found = isRecord(findings) ? findings : {};
  return {
    product: typeof product === 'string' ? product : null,
    version: typeof version === 'string' ? version : null,
    probedAt: typeof probedAt === 'string' && !Number.isNaN(Date.parse(probedAt)) ? new Date(probedAt) : null,
    pageSize: isPageSize(pageSize) ? pageSize : MAX_PAGE_SIZE,
    findings: Object.fromEntries(
      CAPABILITIES.filter((name) => typeof found[name] === 'boolean').map((name) => [name, found[name]]),
    ),
  };
}

export function toCapabilityJson(record: CapabilityRecord): string {
  return JSON.stringify(record);
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isPageSize(json: unknown): json is number {
  return typeof json === 'number' && Number.isInteger(json) && json >= MIN_PAGE_SIZE && json <= MAX_PAGE_SIZE;
}

import { type Fields } from '../../mapping/fields.js';

/** What one device can hold and do, as far as it says. */
export interface DeviceLimits {
  readonly personCodeLength: number;
  readonly nameBytes: number;
  /** null: it does not say. */
  readonly persons: number | null;
  /** Persons a page of a search brings at most. */
  readonly pageSize: number;
  /** Validity may be given in UTC, whatever zone the device is in. */
  readonly knowsUtc: boolean;
}

/** What every device takes: for those that do not say (seen in the field). */
export const LEAST_LIMITS: DeviceLimits = {
  personCodeLength: 32,
  nameBytes: 32,
  persons: null,
  pageSize: 30,
  knowsUtc: false,
};

const MAX_PAGE_SIZE = 1_000;

export function readLimits(answer: Fields): DeviceLimits {
  const info = answer.child('UserInfo') ?? answer.child('UserInfoCap') ?? answer;
  return {
    personCodeLength: maximum(info, 'employeeNo') ?? LEAST_LIMITS.personCodeLength,
    nameBytes: maximum(info, 'name') ?? LEAST_LIMITS.nameBytes,
    persons: info.number('maxRecordNum') ?? maximum(info, 'maxRecordNum'),
    pageSize: Math.min(maximum(info.child('UserInfoSearchCond'), 'maxResults') ?? LEAST_LIMITS.pageSize, MAX_PAGE_SIZE),
    knowsUtc: options(info.child('Valid'), 'timeType').includes('utc'),
  };
}

/** A device that says 0 does not mean it. */
function maximum(fields: Fields | null, name: string): number | null {
  const value = fields?.child(name)?.number('@max') ?? null;
  return value !== null && value > 0 ? value : null;
}

function options(fields: Fields | null, name: string): readonly string[] {
  const listed = fields?.child(name)?.raw('@opt');
  const texts: readonly unknown[] = Array.isArray(listed)
    ? listed
    : typeof listed === 'string'
      ? listed.split(',')
      : [];
  return texts.map((text) => String(text).trim().toLowerCase());
}

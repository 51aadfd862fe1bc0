import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { cardholderRow, type CardholderRow } from './rows.js';

export interface SettingAside {
  readonly now: Date;
  readonly restsUntil: Date;
  readonly owesRevocation: boolean;
}

/** Who a cardholder is stays as it was when it was made. */
export function savedRow(
  { cardholder: { guestId, serverId, personCode, createdAt } }: CardholderRow,
  saved: Cardholder,
) {
  const { changesAtMs } = saved.desired;
  return cardholderRow(
    { ...saved, guestId, serverId, personCode, createdAt },
    changesAtMs === null ? null : new Date(changesAtMs),
  );
}

export function afterSettingAside(
  { cardholder, desiredChangesAt }: CardholderRow,
  { now, restsUntil, owesRevocation }: SettingAside,
): CardholderRow {
  const { next, attempts, unrevokedSince } = cardholder;
  const rested = {
    ...cardholder,
    attempts: attempts + 1,
    lastErrorCode: 'INTERNAL',
    lastErrorAt: now,
    updatedAt: now,
    next: next && { ...next, dueAt: later(next.dueAt, restsUntil) },
    unrevokedSince: owesRevocation ? (unrevokedSince ?? now) : unrevokedSince,
  };
  return cardholderRow(rested, desiredChangesAt && later(desiredChangesAt, restsUntil));
}

function later(one: Date, other: Date): Date {
  return one < other ? other : one;
}

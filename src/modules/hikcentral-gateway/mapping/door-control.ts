import { type DoorCommandResult } from '../operations/doors.js';
import { type Fields, isNothing, readItems } from './fields.js';
import { formatVendorCode, parseVendorCode, verdictOn } from './vendor-codes.js';

interface ToldResult {
  readonly doorId: string;
  readonly code: string | null;
}

/**
 * One result for each door asked for. Overall code 0 with a failed door is possible (HikCentral OpenAPI guide); a door of
 * which nothing readable is said is unknown, never done.
 */
export function readDoorCommandResults(data: unknown, doorIds: readonly string[]): readonly DoorCommandResult[] {
  const { items } = isNothing(data) ? { items: [] } : readItems(data, 'door results', readTold);
  const codes = new Map(items.map(({ doorId, code }) => [doorId, code]));
  return doorIds.map((doorId) => toResult(doorId, codes.get(doorId) ?? null));
}

function readTold(door: Fields): ToldResult {
  return { doorId: door.requiredId('doorIndexCode'), code: door.text('controlResultCode') };
}

function toResult(doorId: string, told: string | null): DoorCommandResult {
  if (told === null) return { doorId, result: 'unknown', vendorCode: null, errorCode: null };
  const code = parseVendorCode(told);
  if (code === 0) return { doorId, result: 'done', vendorCode: null, errorCode: null };
  if (code === null) return { doorId, result: 'failed', vendorCode: null, errorCode: null };
  return { doorId, result: 'failed', vendorCode: formatVendorCode(code), errorCode: verdictOn(code).code };
}

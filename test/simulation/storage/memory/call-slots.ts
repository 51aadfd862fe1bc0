import { callBucket, type MemoryDatabase, pair } from './memory-database.js';
import { type CallRow } from './rows.js';

/** Calls whose slot is taken at this instant. */
export function callsOccupiedAt(database: MemoryDatabase, serverId: string, now: Date): readonly CallRow[] {
  const found: CallRow[] = [];
  const { callsByEnd, latestCallEnd } = database;
  for (let bucket = callBucket(now); bucket <= callBucket(latestCallEnd); bucket += 1) {
    for (const call of callsByEnd.of(pair(serverId, bucket))) if (call.occupiesUntil > now) found.push(call);
  }
  return found;
}

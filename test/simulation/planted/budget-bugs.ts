import { type CallLedger } from '../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { NO_BUG } from '../product/planted-bug.js';
import { type BugRow, calls, isLost, overriding } from './planting.js';

/** Every holder of the lease begins with an empty window, and knows of its own calls only. */
function countingOwnOnly(ledger: CallLedger): CallLedger {
  return overriding(ledger, {
    occupied: () => Promise.resolve([]),
    windowUse: () => Promise.resolve({ all: 0, general: 0, nextFreeAt: null }),
  });
}

/** Who may call, how often, and what is done when no answer comes. */
export const BUDGET_BUGS: readonly BugRow[] = [
  {
    name: 'blind-retry',
    about: 'a call without an answer is sent again, unbooked',
    plant: calls(async (operation, options, client) => {
      const answer = await client.send(operation, options);
      return isLost(answer) ? client.send(operation, options) : answer;
    }),
  },
  {
    name: 'reads-are-free',
    about: 'a look is made twice for one booking',
    plant: calls(async (operation, options, client) => {
      if (operation.effect === 'read') await client.send(operation, options);
      return client.send(operation, options);
    }),
  },
  {
    name: 'short-window',
    about: 'a slot is free again before its window is over',
    plant: () => ({ ...NO_BUG, limits: (limits) => ({ ...limits, windowMs: limits.windowMs / 2 }) }),
  },
  {
    name: 'one-slot-too-many',
    about: 'one call more than the limit',
    plant: () => ({ ...NO_BUG, limits: (limits) => ({ ...limits, limit: limits.limit + 1 }) }),
  },
  {
    name: 'no-reserve',
    about: 'provisioning may use every slot',
    plant: () => ({ ...NO_BUG, limits: (limits) => ({ ...limits, revokeReserve: 0 }) }),
  },
  {
    name: 'budget-in-memory',
    about: 'a new holder of the lease forgets what the last one called',
    plant: () => ({ ...NO_BUG, ledger: countingOwnOnly }),
  },
  {
    name: 'no-fencing',
    about: 'a holder that lost its lease goes on beside the next one',
    plant: () => ({
      ...NO_BUG,
      lease: (lease) => overriding(lease, { isValid: () => true, lose: () => undefined, signal: NEVER }),
      ledger: (ledger) => overriding(countingOwnOnly(ledger), { holdsEpoch: () => Promise.resolve(true) }),
    }),
  },
];

const NEVER = new AbortController().signal;

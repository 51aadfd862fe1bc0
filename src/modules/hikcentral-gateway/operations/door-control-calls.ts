import { readDoorCommandResults } from '../mapping/door-control.js';
import { toIds } from '../mapping/limits.js';
import { type DoorCommand, type DoorCommandResult } from './doors.js';
import { type Operation } from './operation.js';

/** How many doors one command is for (HikCentral OpenAPI guide). */
export const MAX_CONTROLLED_DOORS = 10;

/** `controlType` and `controlDirection` (HikCentral OpenAPI guide). */
const CONTROL_TYPES: Readonly<Record<DoorCommand, number>> = { 'keep-open': 0, close: 1, open: 2, 'keep-closed': 3 };
const CONTROL_DIRECTIONS = { entry: 0, exit: 1 } as const;

/**
 * Done says that HikCentral took the command: each door tells for itself whether it followed, in the order asked for.
 * Opening twice lets two through, so it is never repeated blindly; the other commands may be.
 * @throws RangeError outside 1–10 doors
 */
export function controlDoors(input: {
  readonly doorIds: readonly string[];
  readonly command: DoorCommand;
  /** Of turnstiles. Default entry. */
  readonly direction?: 'entry' | 'exit';
}): Operation<readonly DoorCommandResult[]> {
  const { command, direction = 'entry' } = input;
  const doorIds = toIds('door', input.doorIds, 1, MAX_CONTROLLED_DOORS);
  return {
    name: 'control-doors',
    effect: command === 'open' ? 'once' : 'repeatable',
    path: '/artemis/api/acs/v1/door/doControl',
    body: {
      doorIndexCodes: doorIds,
      controlType: CONTROL_TYPES[command],
      controlDirection: CONTROL_DIRECTIONS[direction],
    },
    read: (data) => readDoorCommandResults(data, doorIds),
  };
}

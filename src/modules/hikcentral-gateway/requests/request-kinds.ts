import { type Lane } from '../hikcentral-gateway.js';
import { controlDoors } from '../operations/door-control-calls.js';
import { type DoorCommandResult } from '../operations/doors.js';
import { type Operation } from '../operations/operation.js';
import { readEventPicture } from '../operations/picture-calls.js';
import { readVersion, type VersionRead } from '../operations/version-calls.js';

/** One thing that a process without the lease may ask for: one call to HikCentral. */
export interface RequestKind<Params, Value> {
  readonly lane: Lane;
  /** Made by the lease holder, from what was asked. */
  readonly operation: (params: Params) => Operation<Value>;
}

function kind<Params, Value>(row: RequestKind<Params, Value>): RequestKind<Params, Value> {
  return row;
}

/** Everything that may be asked for. Parameters and values are plain data, with dates and bytes. */
export const REQUEST_KINDS = {
  /** Goes through network, TLS, signature, partner and licence. */
  test: kind<null, VersionRead>({ lane: 'provision-soon', operation: () => readVersion() }),
  /** Somebody stands at the door: before everything but revocation, whose reserve it never takes. */
  'open-door': kind<{ readonly doorId: string }, readonly DoorCommandResult[]>({
    lane: 'provision-soon',
    operation: ({ doorId }) => controlDoors({ doorIds: [doorId], command: 'open' }),
  }),
  /** Of a passage. Nobody comes in or stays out for it: after everything else. */
  'read-picture': kind<{ readonly pictureUri: string }, Buffer | null>({
    lane: 'clean-up',
    operation: ({ pictureUri }) => readEventPicture(pictureUri),
  }),
} as const;

export type RequestKindName = keyof typeof REQUEST_KINDS;
type OperationOf<Name extends RequestKindName> = (typeof REQUEST_KINDS)[Name]['operation'];
export type ParamsOf<Name extends RequestKindName> = Parameters<OperationOf<Name>>[0];
export type ValueOf<Name extends RequestKindName> = ReturnType<ReturnType<OperationOf<Name>>['read']>;

export function requestKindOf(name: string): RequestKind<unknown, unknown> | null {
  if (!Object.hasOwn(REQUEST_KINDS, name)) return null;
  // What was sealed under this name is what this kind takes.
  return REQUEST_KINDS[name as RequestKindName] as RequestKind<unknown, unknown>;
}

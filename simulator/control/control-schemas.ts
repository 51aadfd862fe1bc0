import { type DownMode } from '../server/availability.js';
import { type RateLimit } from '../server/rate-limit.js';
import { type ApplicationFault } from '../world/application.js';
import { FAULT_KINDS } from './fault-behaviours.js';

const text = { type: 'string', minLength: 1 } as const;
const milliseconds = { type: 'integer', minimum: 0 } as const;

function object(properties: object, rest: object = {}): object {
  return { type: 'object', additionalProperties: false, properties, ...rest };
}

function exactlyOneOf(...names: string[]): object {
  return { oneOf: names.map((name) => ({ required: [name] })) };
}

export const WALK_BODY = object(
  {
    personCode: text,
    personId: text,
    unknownFace: { const: true },
    readerIndexCode: text,
    doorIndexCode: text,
    lateByMs: milliseconds,
  },
  {
    allOf: [exactlyOneOf('personCode', 'personId', 'unknownFace'), exactlyOneOf('readerIndexCode', 'doorIndexCode')],
  },
);

export const FAULT_BODY = object(
  {
    kind: { enum: FAULT_KINDS },
    path: text,
    times: { type: ['integer', 'null'], minimum: 1 },
    skip: { type: 'integer', minimum: 0 },
    code: { type: 'string' },
    msg: { type: 'string' },
    httpStatus: { type: 'integer', minimum: 200, maximum: 599 },
    body: { type: 'string' },
    contentType: text,
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    data: {},
    delayMs: milliseconds,
    phase: { enum: ['before', 'after'] },
  },
  {
    required: ['kind', 'path'],
    if: { properties: { kind: { const: 'delay' } } },
    then: { required: ['delayMs'] },
  },
);

export interface DoorBody {
  readonly online?: boolean;
  readonly clockOffsetMs?: number;
  readonly applicationFault?: ApplicationFault | null;
}

export const DOOR_BODY = object(
  {
    online: { type: 'boolean' },
    clockOffsetMs: { type: 'integer' },
    applicationFault: {
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['errorItems', 'times'],
      properties: {
        errorItems: { type: 'string', pattern: '^[0-4](,[0-4])*$' },
        times: { type: ['integer', 'null'], minimum: 1 },
        personCode: text,
      },
    },
  },
  { minProperties: 1 },
);

export type LimitBody = Partial<RateLimit>;

export const LIMIT_BODY = object(
  {
    calls: { type: ['integer', 'null'], minimum: 0 },
    windowMs: { type: 'integer', minimum: 1 },
    style: { enum: ['429', '200'] },
  },
  { minProperties: 1 },
);

export interface ServerBody {
  readonly down?: DownMode | null;
  readonly forMs?: number;
  readonly clockOffsetMs?: number;
}

export const SERVER_BODY = object(
  {
    down: { enum: ['refused', 'reset', '503', null] },
    forMs: milliseconds,
    clockOffsetMs: { type: 'integer' },
  },
  {
    minProperties: 1,
    // Nobody could call it back: the control API lives behind the same port.
    if: { required: ['down'], properties: { down: { const: 'refused' } } },
    then: { required: ['forMs'] },
  },
);

export interface OperatorBody {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export const OPERATOR_BODY = object({ path: text, body: { type: 'object' } }, { required: ['path'] });

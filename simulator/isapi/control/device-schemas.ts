import { DEVICE_FAULT_KINDS } from './device-faults.js';

const text = { type: 'string', minLength: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const number = { type: 'integer', minimum: 1 } as const;
const phase = { enum: ['before', 'after'] } as const;

function object(properties: object, rest: object = { minProperties: 1 }): object {
  return { type: 'object', additionalProperties: false, properties, ...rest };
}

export const DEVICE_WALK_BODY = object(
  { employeeNo: text, unknownFace: { const: true }, cardNo: text, doorNo: number, cardReaderNo: number },
  { oneOf: [{ required: ['employeeNo'] }, { required: ['unknownFace'] }, { required: ['cardNo'] }] },
);

export const DEVICE_EVENT_BODY = object(
  {
    major: count,
    minor: count,
    employeeNo: text,
    name: text,
    userType: text,
    cardNo: text,
    cardReaderNo: number,
    doorNo: number,
    verifyMode: text,
  },
  { required: ['major', 'minor'] },
);

const FAULT_DETAILS = {
  subStatusCode: text,
  statusCode: { type: 'integer', minimum: 2, maximum: 7 },
  httpStatus: { type: 'integer', minimum: 200, maximum: 599 },
  errorMsg: text,
  delayMs: count,
  everyMs: count,
  phase,
  body: { type: 'string' },
  contentType: text,
};

export const DEVICE_FAULT_BODY = object(
  {
    kind: { enum: DEVICE_FAULT_KINDS },
    path: text,
    method: text,
    times: { type: ['integer', 'null'], minimum: 1 },
    skip: count,
    ...FAULT_DETAILS,
  },
  {
    required: ['kind', 'path'],
    allOf: [
      { if: { properties: { kind: { const: 'delay' } } }, then: { required: ['delayMs'] } },
      { if: { properties: { kind: { const: 'error' } } }, then: { required: ['subStatusCode'] } },
    ],
  },
);

export interface DeviceSettingsBody {
  readonly clockOffsetMs?: number;
  readonly password?: string;
  readonly capacity?: Partial<Record<'persons' | 'cards' | 'faces' | 'events', number>>;
  readonly postForm?: 'json' | 'multipart' | 'xml';
  readonly multipartName?: 'event_log' | 'AccessControllerEvent';
  readonly streamsMuted?: boolean;
  readonly failDeletions?: number;
}

export const DEVICE_SETTINGS_BODY = object({
  clockOffsetMs: { type: 'integer' },
  password: text,
  capacity: object({ persons: count, cards: count, faces: count, events: count }),
  postForm: { enum: ['json', 'multipart', 'xml'] },
  multipartName: { enum: ['event_log', 'AccessControllerEvent'] },
  streamsMuted: { type: 'boolean' },
  failDeletions: count,
});

export interface DeviceNetworkBody {
  readonly state: 'online' | 'offline' | 'reboot' | 'break-streams';
  readonly forMs?: number;
}

export const DEVICE_NETWORK_BODY = object(
  { state: { enum: ['online', 'offline', 'reboot', 'break-streams'] }, forMs: count },
  { required: ['state'] },
);

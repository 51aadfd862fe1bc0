import { RETRY_AFTER_FORMS } from '../server/rate-limit.js';
import { FAULT_KINDS } from './fault-behaviours.js';
import { type FaultKind } from './fault-kinds.js';
import { GARBAGE_FORMS } from './garbage.js';
import {
  anyText,
  anything,
  boolean,
  exactlyOneOf,
  integer,
  listOf,
  matching,
  milliseconds,
  nullable,
  object,
  oneOf,
  plainObject,
  recordOf,
  type Shape,
  type Shapes,
  share,
  text,
} from './shape.js';

const PLACE = { readerIndexCode: text, doorIndexCode: text };
const ONE_PLACE = exactlyOneOf('readerIndexCode', 'doorIndexCode');

const EVENT_FATE = object(
  {},
  {
    isListedTwice: boolean,
    isRecordedTwice: boolean,
    eventTimeBackMs: milliseconds,
    visibleInMs: nullable(milliseconds),
    missedListings: milliseconds,
  },
);

export const WALK = object(
  {},
  {
    personCode: text,
    personId: text,
    cardNo: text,
    unknownFace: oneOf(true),
    ...PLACE,
    lateByMs: milliseconds,
    event: EVENT_FATE,
  },
  exactlyOneOf('personCode', 'personId', 'cardNo', 'unknownFace'),
  ONE_PLACE,
);

export const WALK_MANY = object(
  { count: integer(1, 100_000) },
  { personCodes: listOf(text), ...PLACE, lateByMs: milliseconds, event: EVENT_FATE },
  ONE_PLACE,
);

export const EVENTS = object(
  {},
  {
    seed: integer(),
    listedTwiceShare: share,
    recordedTwiceShare: share,
    reorderByMs: milliseconds,
    visibleInMs: nullable(object({ min: milliseconds, max: milliseconds })),
    lost: nullable(object({ share, forMs: milliseconds })),
    betweenPagesShare: share,
  },
);

const PHASE = oneOf('before', 'after');
const HTTP_STATUS = integer(200, 599);

/** Each kind's own settings: those it needs, and those it may have. */
const FAULT_SETTINGS: { readonly [K in FaultKind]: readonly [Shapes, Shapes] } = {
  'lose-answer': [{}, {}],
  refuse: [
    {},
    {
      code: anyText,
      msg: anyText,
      httpStatus: HTTP_STATUS,
      body: anyText,
      contentType: text,
      headers: recordOf(anyText),
    },
  ],
  'pretend-success': [{}, { data: anything }],
  delay: [{ delayMs: milliseconds }, { phase: PHASE }],
  hang: [{}, { phase: PHASE }],
  'duplicate-effect': [{}, { answer: oneOf('first', 'second') }],
  'delayed-effect': [
    { delayMs: milliseconds },
    { answer: oneOf('success', 'lost', 'error'), data: anything, code: text, httpStatus: HTTP_STATUS },
  ],
  drip: [{ overMs: milliseconds }, { isEndless: boolean }],
  garbage: [{ form: oneOf(...GARBAGE_FORMS) }, { phase: PHASE }],
  burst: [{}, {}],
  partial: [{ applied: integer(1) }, { code: text }],
};

const FAULT_SCOPE = {
  times: nullable(integer(1)),
  skip: integer(0),
  probability: share,
  seed: integer(),
  startsInMs: milliseconds,
  forMs: milliseconds,
};

/** Judged by its kind. */
export const FAULT: Shape = (value, path) => {
  const kind = FAULT_KINDS.find((each) => each === (value as { kind?: unknown } | null)?.kind);
  if (kind === undefined)
    return object({ kind: oneOf(...FAULT_KINDS) }, {})({ kind: (value as { kind?: unknown }).kind }, path);
  const [required, optional] = FAULT_SETTINGS[kind];
  return object({ kind: text, path: text, ...required }, { ...FAULT_SCOPE, ...optional })(value, path);
};

export const DOOR_CHANGES = {
  online: boolean,
  clockOffsetMs: integer(),
  applyDelayMs: nullable(milliseconds),
  applicationFault: nullable(
    object(
      { errorItems: matching(/^[0-4](,[0-4])*$/, 'a comma list of 0 to 4'), times: nullable(integer(1)) },
      { personCode: text },
    ),
  ),
};

export const LIMIT = {
  calls: nullable(integer(0)),
  windowMs: integer(1),
  style: oneOf('429', '200'),
  semantics: oneOf('sliding', 'fixed'),
  retryAfter: oneOf(...RETRY_AFTER_FORMS),
  countsRefused: boolean,
};

export const SERVER = {
  down: oneOf('refused', 'reset', '503', null),
  forMs: milliseconds,
  clockOffsetMs: integer(),
};

export const PUSHES = object({}, { lossRate: share, duplicateRate: share, shuffle: boolean, delayMs: milliseconds });

export const OPERATOR = object({ path: text }, { body: plainObject });

export const PERSON = { personCode: text, personId: text };
export const ONE_PERSON = exactlyOneOf('personCode', 'personId');

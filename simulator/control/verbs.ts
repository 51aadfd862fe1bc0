import { type RateLimit } from '../server/rate-limit.js';
import { type DownMode } from '../server/availability.js';
import { Refusal } from '../refusal.js';
import { type ApplicationFault } from '../world/application.js';
import { type ResultSettings } from '../world/application-results.js';
import { type EventTroubleSettings } from '../world/event-troubles.js';
import { type PersonHandle } from '../world/persons.js';
import { type PushSettings } from './control-parts.js';
import { type SimulatorControl, type WalkRequest } from './control.js';
import { type Fault } from './fault-kinds.js';
import { atLeastOneOf, boolean, integer, matching, needsWith, nullable, object, type Shape, text } from './shape.js';
import {
  DOOR_CHANGES,
  EVENTS,
  FAULT,
  LIMIT,
  ONE_PERSON,
  OPERATOR,
  PERSON,
  PUSHES,
  SERVER,
  WALK,
  WALK_MANY,
} from './shapes.js';
import { type WalkManyRequest } from './walk-many.js';

export interface Verb<B = never> {
  readonly shape: Shape;
  /** `body` fits the shape. @throws Refusal for what is not there */
  readonly run: (control: SimulatorControl, body: B) => unknown;
}

function verb<B>(shape: Shape, run: (control: SimulatorControl, body: B) => unknown): Verb<B> {
  return { shape, run };
}

/** An edit of one person. */
function edit<B>(
  optional: Parameters<typeof object>[1],
  run: (control: SimulatorControl, body: B & PersonHandle) => void,
): Verb<B & PersonHandle> {
  return verb(object({}, { ...PERSON, ...optional }, ONE_PERSON), run);
}

type Membership = PersonHandle & { readonly privilegeGroupId: string };

function membership(
  run: (control: SimulatorControl, privilegeGroupId: string, person: PersonHandle) => void,
): Verb<Membership> {
  return verb<Membership>(object({ privilegeGroupId: text }, PERSON, ONE_PERSON), (control, body) =>
    run(control, body.privilegeGroupId, body),
  );
}

const ISO_TIME = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, 'an ISO time with its offset');

export interface DoorBody {
  readonly doorIndexCode: string;
  readonly online?: boolean;
  readonly clockOffsetMs?: number;
  readonly applyDelayMs?: number | null;
  readonly applicationFault?: ApplicationFault | null;
}

export interface OperatorBody {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface ServerBody {
  readonly down?: DownMode | null;
  readonly forMs?: number;
  readonly clockOffsetMs?: number;
}

/** Everything that can be done to the simulator, by one name each: in the control API, and in a scenario. */
export const VERBS = {
  walk: verb<WalkRequest>(WALK, (control, body) => control.walk(body)),
  'walk-many': verb<WalkManyRequest>(WALK_MANY, (control, body) => control.walkMany(body)),
  events: verb<Partial<EventTroubleSettings>>(EVENTS, (control, body) => control.setEventTroubles(body)),
  pushes: verb<PushSettings>(PUSHES, (control, body) => control.setPushFaults(body)),
  faults: verb<Fault>(FAULT, (control, body) => ({ id: control.faults.add(body) })),
  'clear-faults': verb(object({}), (control) => control.faults.clear()),
  door: verb<DoorBody>(
    object({ doorIndexCode: text }, DOOR_CHANGES, atLeastOneOf(...Object.keys(DOOR_CHANGES))),
    setDoor,
  ),
  application: verb<Partial<ResultSettings>>(
    object({}, { otherOperatorsPending: integer(0), showsPreviousFailure: boolean }),
    (control, body) => control.setApplication(body),
  ),
  limit: verb<Partial<RateLimit>>(object({}, LIMIT, atLeastOneOf(...Object.keys(LIMIT))), (control, body) => {
    control.setLimit(body);
    return control.limit();
  }),
  licence: verb<{ personCapacity: number | null }>(
    object({ personCapacity: nullable(integer(0)) }),
    (control, { personCapacity }) => control.edits.setLicence(personCapacity),
  ),
  server: verb<ServerBody>(
    // Nobody could call it back: the control API lives behind the same port.
    object({}, SERVER, atLeastOneOf('down', 'clockOffsetMs'), needsWith('down', 'refused', 'forMs')),
    setServer,
  ),
  operator: verb<OperatorBody>(OPERATOR, async (control, { path, body }) => {
    const answer = await control.asOperator(path, body ?? {});
    if (answer.code !== null && answer.code !== '0') throw new Refusal(answer.code, `${path} answered ${answer.code}`);
    return answer;
  }),
  'rename-person': edit<{ familyName?: string; givenName?: string }>(
    { familyName: text, givenName: text },
    (control, { familyName, givenName, ...handle }) =>
      control.edits.renamePerson(handle, {
        ...(familyName !== undefined && { familyName }),
        ...(givenName !== undefined && { givenName }),
      }),
  ),
  'delete-person': edit<object>({}, (control, handle) => control.edits.deletePerson(handle)),
  'expire-person': edit<{ endTime?: string }>({ endTime: ISO_TIME }, (control, { endTime, ...handle }) =>
    control.edits.expirePerson(handle, endTime === undefined ? undefined : Date.parse(endTime)),
  ),
  'change-face': edit<{ faceData?: string | null }>({ faceData: nullable(text) }, (control, { faceData, ...handle }) =>
    control.edits.changeFace(handle, typeof faceData === 'string' ? Buffer.from(faceData, 'base64') : faceData),
  ),
  'add-member': membership((control, level, person) => control.edits.addMember(level, person)),
  'remove-member': membership((control, level, person) => control.edits.removeMember(level, person)),
  'delete-level': verb<{ privilegeGroupId: string }>(object({ privilegeGroupId: text }), (control, body) =>
    control.edits.deleteLevel(body.privilegeGroupId),
  ),
  'delete-organisation': verb<{ orgIndexCode: string; isForced?: boolean }>(
    object({ orgIndexCode: text }, { isForced: boolean }),
    (control, { orgIndexCode, isForced }) => control.edits.deleteOrganisation(orgIndexCode, isForced),
  ),
  'back-up': verb<{ name?: string }>(object({}, { name: text }), (control, { name }) => ({
    name: control.backUp(name),
  })),
  restore: verb<{ name: string; hasEvents?: boolean }>(
    object({ name: text }, { hasEvents: boolean }),
    (control, { name, ...scope }) => control.restore(name, scope),
  ),
} satisfies Readonly<Record<string, Verb>>;

export type VerbName = keyof typeof VERBS;
export const VERB_NAMES = Object.keys(VERBS) as VerbName[];

function setDoor(control: SimulatorControl, body: DoorBody): void {
  const { doorIndexCode, online, clockOffsetMs, applyDelayMs, applicationFault } = body;
  control.setDoor(doorIndexCode, {
    ...(online !== undefined && { isOnline: online }),
    ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    ...(applyDelayMs !== undefined && { applyDelayMs: applyDelayMs ?? undefined }),
  });
  if (applicationFault !== undefined) control.failApplications(doorIndexCode, applicationFault);
}

async function setServer(control: SimulatorControl, { down, forMs, clockOffsetMs }: ServerBody): Promise<void> {
  if (clockOffsetMs !== undefined) control.setServerClockOffset(clockOffsetMs);
  if (down === null) await control.comeUp();
  else if (down !== undefined) await control.goDown(down, forMs);
}

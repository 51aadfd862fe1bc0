import { CODES, Refusal } from '../refusal.js';
import { badlyFormed, type Fields, missing } from '../server/fields.js';
import { type Subscription } from '../world/subscriptions.js';
import { type Call, type Endpoint } from './endpoint.js';
import { readFlag } from './person-fields.js';

const EVENT_SERVICE = '/api/eventService/v1';
const MAX_TYPES = 256;
const MAX_DESTINATION = 1024;
/** It becomes a header. */
const TOKEN_FORM = /^[\x21-\x7e]*$/;

export const eventSubscriptionEndpoints: readonly Endpoint[] = [
  { path: `${EVENT_SERVICE}/eventSubscriptionByEventTypes`, hasNumericCode: true, handle: subscribe },
  { path: `${EVENT_SERVICE}/eventUnSubscriptionByEventTypes`, hasNumericCode: true, handle: unsubscribe },
  { path: `${EVENT_SERVICE}/eventSubscriptionView`, hasNumericCode: true, handle: view },
];

function subscribe({ fields, world, profile, actor }: Call): string {
  const eventTypes = readTypes(fields);
  const eventDest = fields.text('eventDest', { max: MAX_DESTINATION }).trim();
  const isAddress = URL.canParse(eventDest) && /^https?:$/.test(new URL(eventDest).protocol);
  if (!isAddress) throw badlyFormed('eventDest');
  const token = fields.optionalText('token', { form: TOKEN_FORM }) ?? '';
  const shouldPassBack = readFlag(fields, 'passBack');
  if (!profile.mayPushTo(eventDest)) {
    throw new Refusal(CODES.parameterWrong, 'this simulator pushes to loopback addresses and named hosts only');
  }
  world.subscriptions.subscribe({ eventTypes, eventDest, token, shouldPassBack }, actor);
  return '';
}

function unsubscribe({ fields, world, actor }: Call): string {
  world.subscriptions.unsubscribe(new Set(readTypes(fields)), actor);
  return '';
}

/** The caller's own; an empty text when there is none. */
function view({ world, actor }: Call): object | string {
  const own = world.subscriptions.of(actor);
  return own.length === 0 ? '' : { detail: own.map(present) };
}

/** The destination comes back with blanks around it, as seen in the field. */
function present({ eventTypes, eventDest, shouldPassBack }: Subscription): object {
  return { eventTypes, eventDest: ` ${eventDest} `, passBack: shouldPassBack ? 1 : 0 };
}

function readTypes(fields: Fields): number[] {
  const types = fields.optionalList('eventTypes', MAX_TYPES);
  if (types === undefined || types.length === 0) throw missing('eventTypes');
  return [...new Set(types)].map((type) => {
    if (typeof type !== 'number' || !Number.isInteger(type) || type < 0) throw badlyFormed('eventTypes');
    return type;
  });
}

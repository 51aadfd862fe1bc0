import { SILHOUETTE } from '../employees.js';
import { notFound } from '../refusal.js';
import { BareText } from '../server/answer.js';
import { type Call, type Endpoint } from './endpoint.js';

export const eventPictureEndpoints: readonly Endpoint[] = [
  { path: '/api/acs/v1/event/pictures', handle: picture },
  { path: '/api/eventService/v1/image_data', handle: picture },
];

export function eventPictureUri(eventId: string): string {
  return `Vsm://event/${eventId}`;
}

/** What the terminal saw: a data URI that says it is HTML, the vendor's own habit. */
function picture({ fields, world }: Call): BareText {
  const picUri = fields.text('picUri', { max: 512 });
  const event = world.events.all().find(({ eventId }) => eventPictureUri(eventId) === picUri);
  if (event === undefined) throw notFound('picture');
  const jpeg = world.persons.find({ personId: event.personId })?.face?.jpeg ?? SILHOUETTE;
  return new BareText('text/html', `data:image/jpeg;base64,${jpeg.toString('base64')}`);
}

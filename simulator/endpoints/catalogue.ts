import { accessLevelEndpoints } from './access-levels.js';
import { adminPasswordEndpoints } from './admin-password.js';
import { applicationEndpoints } from './application.js';
import { customFieldEndpoints } from './custom-fields.js';
import { doorEventEndpoints } from './door-events.js';
import { doorEndpoints } from './doors.js';
import { type Endpoint } from './endpoint.js';
import { eventPictureEndpoints } from './event-pictures.js';
import { eventSubscriptionEndpoints } from './event-subscriptions.js';
import { faceEndpoints } from './faces.js';
import { guarded } from './guard.js';
import { organisationEndpoints } from './organisations.js';
import { personReadEndpoints } from './person-reads.js';
import { personEndpoints } from './persons.js';
import { qrCodeEndpoints } from './qr-codes.js';
import { versionEndpoints } from './version.js';
import { visitorReadEndpoints } from './visitor-reads.js';
import { visitorEndpoints } from './visitors.js';

/** Every path this HikCentral answers. */
export const CATALOGUE: ReadonlyMap<string, Endpoint> = new Map(
  [
    ...versionEndpoints,
    ...organisationEndpoints,
    ...personEndpoints,
    ...personReadEndpoints,
    ...faceEndpoints,
    ...accessLevelEndpoints,
    ...applicationEndpoints,
    ...doorEndpoints,
    ...doorEventEndpoints,
    ...eventPictureEndpoints,
    ...adminPasswordEndpoints,
    ...customFieldEndpoints,
    ...qrCodeEndpoints,
    ...eventSubscriptionEndpoints,
    ...visitorEndpoints,
    ...visitorReadEndpoints,
  ].map((endpoint) => [endpoint.path, guarded(endpoint)]),
);

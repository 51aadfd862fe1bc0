import { accessLevelCases } from './access-level.cases.js';
import { type CaseFamily } from './contract-case.js';
import { doorCases } from './door.cases.js';
import { eventSubscriptionCases } from './event-subscription.cases.js';
import { organisationCases } from './organisation.cases.js';
import { personCases } from './person.cases.js';
import { pictureCases } from './picture.cases.js';
import { signatureCases } from './signature.cases.js';
import { versionCases } from './version.cases.js';
import { visitorCases } from './visitor.cases.js';

/** In an order in which what one needs was made by one before. */
export const ALL_CASES: readonly CaseFamily[] = [
  signatureCases,
  versionCases,
  organisationCases,
  personCases,
  pictureCases,
  accessLevelCases,
  doorCases,
  eventSubscriptionCases,
  visitorCases,
];

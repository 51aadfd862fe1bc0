import { DeletionPasswords1790000003013 } from './persistence/deletion-passwords.migration.js';
import { GatewayRequests1790000003011 } from './persistence/gateway-requests.migration.js';
import { HikCentralGateway1790000003001 } from './persistence/hikcentral-gateway.migration.js';
import { ManagedServers1790000003010 } from './persistence/managed-servers.migration.js';
import { ServerClock1790000003002 } from './persistence/server-clock.migration.js';
import { ServerKnowledge1790000003012 } from './persistence/server-knowledge.migration.js';

export const hikcentralGatewayEntities = [];
export const hikcentralGatewayMigrations = [
  HikCentralGateway1790000003001,
  ServerClock1790000003002,
  ManagedServers1790000003010,
  GatewayRequests1790000003011,
  ServerKnowledge1790000003012,
  DeletionPasswords1790000003013,
];

export { HikCentralGatewayModule } from './hikcentral-gateway.module.js';
export * from './capabilities.js';
export * from './gateway.errors.js';
export * from './hikcentral-gateway.js';
export * from './operations/access-level-calls.js';
export * from './operations/access-level-edit-calls.js';
export * from './operations/access-levels.js';
export * from './operations/application-calls.js';
export * from './operations/applications.js';
export * from './operations/device-calls.js';
export * from './operations/door-calls.js';
export * from './operations/door-control-calls.js';
export * from './operations/door-event-calls.js';
export * from './operations/doors.js';
export * from './operations/event-subscription-calls.js';
export * from './operations/event-subscriptions.js';
export * from './operations/operation.js';
export * from './operations/organisation-calls.js';
export * from './operations/organisations.js';
export * from './operations/person-calls.js';
export * from './operations/person-lookup-calls.js';
export * from './operations/persons.js';
export * from './operations/picture-calls.js';
export * from './operations/version-calls.js';
export * from './operations/visitor-reservation-calls.js';
export * from './operations/visitor-stay-calls.js';
export * from './operations/visitors.js';
export { type DeviceFailure, type DeviceOutcome } from './isapi/client/device-call.js';
export * from './isapi/device-doors.js';
export { IsapiDoors } from './isapi/isapi-doors.js';
export { parsePostedEvent, type PostedEvent } from './isapi/events/posted-event.js';
export { FACE_MISMATCH_EVENT_TYPES, GRANTED_EVENT_TYPES, KNOWN_EVENT_TYPES } from './mapping/event-types.js';
export { splitName } from './mapping/names.js';
export { readPushedEvents } from './mapping/pushed-events.js';
export { DeletionPasswords } from './persistence/deletion-passwords.js';
export { readInPages } from './read-in-pages.js';
export * from './requests/gateway-requests.js';
export { type ParamsOf, type RequestKindName, type ValueOf } from './requests/request-kinds.js';
export * from './requests/requests.errors.js';

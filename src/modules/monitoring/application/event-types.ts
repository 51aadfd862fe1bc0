import {
  FACE_GRANTED_EVENT,
  FACE_REFUSED_EVENT,
  GRANTED_EVENT_TYPES,
  KNOWN_EVENT_TYPES,
} from '../../hikcentral-gateway/index.js';
import { type EventTypes } from '../domain/reading-streams.js';

/** How types are read from a HikCentral before 3.x: guests have faces, so those two each time. */
export const EVENT_TYPES: EventTypes = {
  always: [FACE_GRANTED_EVENT, FACE_REFUSED_EVENT],
  known: KNOWN_EVENT_TYPES,
  granted: new Set(GRANTED_EVENT_TYPES),
};

import { type AccessErrorCode } from '../../contracts/ports/visit-access.js';
import { registerProblemTexts } from '../../platform/http/problem-texts.js';

registerProblemTexts({
  LEVEL_UNKNOWN: {
    en: 'HikCentral has no access level {levelId}.',
    ru: 'В HikCentral нет уровня доступа {levelId}.',
  },
  LEVELS_OF_TWO_SERVERS: {
    en: 'These access levels belong to different servers; one visit uses the levels of one server.',
    ru: 'Эти уровни доступа принадлежат разным серверам; для одного визита нужны уровни одного сервера.',
  },
  CARDHOLDER_NOT_FOUND: { en: 'There is no such cardholder.', ru: 'Такого владельца доступа нет.' },
});

/** `lastError.message` of a visit: what stands in the way, for an engineer or a receptionist. Never a guest's data. */
export const ACCESS_ERROR_MESSAGES: Readonly<Record<AccessErrorCode, string>> = {
  NO_PHOTO: 'There is no photo yet.',
  PHOTO_REFUSED: 'HikCentral or a door refused the photo.',
  CONSENT_MISSING: 'The guest has not consented to the use of the photo.',
  NO_ACCESS_LEVEL: 'The visit names no access level.',
  LEVEL_UNKNOWN: 'HikCentral does not know an access level of the visit.',
  NAME_REFUSED: 'HikCentral refused the name of the guest.',
  CAPACITY: 'HikCentral has no room for another person.',
  DUPLICATE_PERSON: 'The person code of the guest is in use by somebody else in HikCentral.',
  DOOR_OFFLINE: 'A door is offline and has not received the change.',
  UNCONFIRMED: 'HikCentral does not say whether the doors received the change.',
  HIKCENTRAL_UNREACHABLE: 'HikCentral does not answer.',
  HIKCENTRAL_BUSY: 'HikCentral is busy.',
  HIKCENTRAL_REFUSED: 'HikCentral refused the request.',
  OBSERVE_ONLY: 'This database has not been adopted by the server yet; nothing is changed there.',
  INTERNAL: 'An unexpected error occurred.',
};

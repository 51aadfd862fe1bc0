import { type AccessErrorCode } from '../../contracts/ports/visit-access.js';
import { registerProblemTexts, type Text } from '../../platform/http/problem-texts.js';
import { type ForecastReason } from './domain/forecast.js';

registerProblemTexts({
  LEVEL_UNKNOWN: {
    en: 'HikCentral has no access level {levelId}.',
    ru: 'В HikCentral нет уровня доступа {levelId}.',
  },
  LEVELS_OF_TWO_SERVERS: {
    en: 'These access levels belong to different servers; one visit uses the levels of one server.',
    ru: 'Эти уровни доступа принадлежат разным серверам; для одного визита нужны уровни одного сервера.',
  },
  unknownLevel: { en: 'HikCentral has no such level', ru: 'такого уровня в HikCentral нет' },
  levelOfAnotherServer: { en: 'belongs to another server', ru: 'относится к другому серверу' },
  CARDHOLDER_NOT_FOUND: { en: 'There is no such cardholder.', ru: 'Такого владельца доступа нет.' },
});

/** `lastError.message` of a visit: what stands in the way, for an engineer or a receptionist. Never a guest's data. */
export const ACCESS_ERROR_TEXTS: Readonly<Record<AccessErrorCode, Text>> = {
  NO_PHOTO: {
    en: 'There is no photo yet.',
    ru: 'Фотографии ещё нет.',
  },
  PHOTO_REFUSED: {
    en: 'HikCentral or a door refused the photo.',
    ru: 'HikCentral или дверь не приняли фотографию.',
  },
  CONSENT_MISSING: {
    en: 'The guest has not consented to the use of the photo.',
    ru: 'Гость не дал согласия на использование фотографии.',
  },
  SUSPENDED: {
    en: 'Access of this guest was ended by hand, until somebody resumes it.',
    ru: 'Доступ гостя прекращён вручную, пока его не возобновят.',
  },
  SERVER_DISABLED: {
    en: 'The HikCentral server is disabled; nobody is given access there.',
    ru: 'Сервер HikCentral отключён: доступ на нём не выдаётся.',
  },
  NO_ACCESS_LEVEL: {
    en: 'The visit names no access level.',
    ru: 'У визита нет ни одного уровня доступа.',
  },
  LEVEL_UNKNOWN: {
    en: 'HikCentral does not know an access level of the visit.',
    ru: 'HikCentral не знает уровень доступа этого визита.',
  },
  NAME_REFUSED: {
    en: 'HikCentral refused the name of the guest.',
    ru: 'HikCentral не принял имя гостя.',
  },
  CAPACITY: {
    en: 'HikCentral has no room for another person.',
    ru: 'В HikCentral нет места для ещё одного человека.',
  },
  DUPLICATE_PERSON: {
    en: 'The person code of the guest is in use by somebody else in HikCentral.',
    ru: 'Код гостя занят в HikCentral кем-то другим.',
  },
  DOOR_OFFLINE: {
    en: 'A door is offline and has not received the change.',
    ru: 'Дверь не в сети и не получила изменение.',
  },
  UNCONFIRMED: {
    en: 'HikCentral does not say whether the doors received the change.',
    ru: 'HikCentral не сообщает, получили ли двери изменение.',
  },
  HIKCENTRAL_UNREACHABLE: {
    en: 'HikCentral does not answer.',
    ru: 'HikCentral не отвечает.',
  },
  HIKCENTRAL_BUSY: {
    en: 'HikCentral is busy.',
    ru: 'HikCentral занят.',
  },
  HIKCENTRAL_REFUSED: {
    en: 'HikCentral refused the request.',
    ru: 'HikCentral отклонил запрос.',
  },
  DELETION_PASSWORD: {
    en: "HikCentral asks for its administrator's password to delete the person; it is missing or was refused. Enter it for this server.",
    ru: 'Для удаления человека HikCentral требует пароль администратора; он не указан или не принят. Введите его для этого сервера.',
  },
  OBSERVE_ONLY: {
    en: 'This database has not been adopted by the server yet; nothing is changed there.',
    ru: 'Сервер ещё не принял эту базу данных; на нём ничего не меняется.',
  },
  RESOURCES_SHORT: {
    en: 'The server is short of disk or memory; sending photos waits.',
    ru: 'Серверу не хватает диска или памяти; отправка фотографий ждёт.',
  },
  INTERNAL: {
    en: 'An unexpected error occurred.',
    ru: 'Произошла непредвиденная ошибка.',
  },
};

/** Details of a visit's readiness. */
export const READINESS_TEXTS: Readonly<Record<ForecastReason | 'PASSAGES_PARTLY_LATE', Text>> = {
  ...ACCESS_ERROR_TEXTS,
  NOT_IN_TIME: {
    en: 'Access is expected only after the visit begins.',
    ru: 'Доступ ожидается только после начала визита.',
  },
  ACCESS_ENDED: { en: 'Access has ended.', ru: 'Доступ закончился.' },
  PASSAGES_PARTLY_LATE: {
    en: 'This HikCentral is older than 3.x: passages by anything but a face are seen up to two hours late.',
    ru: 'Эта версия HikCentral старше 3.x: проходы не по лицу видны с опозданием до двух часов.',
  },
};

import { registerProblemTexts, type Text } from '../../platform/http/problem-texts.js';

/** What a person reads under each code of this module. */
export const VISITS_PROBLEMS = {
  VISIT_NOT_FOUND: { en: 'There is no such visit.', ru: 'Такого визита нет.' },
  FOREIGN_HOST: {
    en: 'You can announce visits to yourself only.',
    ru: 'Вы можете приглашать гостей только от своего имени.',
  },
  NO_ACCESS_LEVEL: {
    en: 'Name at least one access level: this kind of visit has no default.',
    ru: 'Укажите хотя бы один уровень доступа: для этого вида визита нет уровня по умолчанию.',
  },
  VISIT_TIMES_REFUSED: {
    en: 'These times cannot be used; see `errors`.',
    ru: 'Такое время визита недопустимо; подробности в `errors`.',
  },
  STUDENT_ID_REQUIRED: { en: 'A student visit needs the student id.', ru: 'Для визита студента нужен его номер.' },
  GUEST_UNKNOWN: { en: 'There is no guest with this id.', ru: 'Гостя с таким идентификатором нет.' },
  GUEST_IDENTITY_TAKEN: {
    en: 'This identity number or student id belongs to another guest.',
    ru: 'Этот номер документа или студента принадлежит другому гостю.',
  },
  GUEST_NOT_FOUND: { en: 'There is no such guest.', ru: 'Такого гостя нет.' },
  GUEST_MERGED: {
    en: 'This record was merged into guest {guestId}.',
    ru: 'Эта запись объединена с записью гостя {guestId}.',
  },
  GUEST_ALREADY_MERGED: {
    en: 'A record that was merged before cannot be merged again; it is guest {guestId} now.',
    ru: 'Запись уже объединена, повторно этого сделать нельзя; теперь это гость {guestId}.',
  },
  GUEST_IS_THE_SAME: {
    en: 'A record cannot be merged into itself.',
    ru: 'Запись нельзя объединить с ней самой.',
  },
  GUEST_IDENTITY_DIFFERS: {
    en: 'The numbers of the two differ, so these may be two people; say `acceptDifferentIdentity` if it is one.',
    ru: 'Номера в двух записях различаются: возможно, это разные люди. Если человек один, укажите `acceptDifferentIdentity`.',
  },
  GUEST_STALE: {
    en: 'The guest has changed since you read it; it is at version {version} now.',
    ru: 'Запись гостя изменилась с тех пор, как вы её прочитали; сейчас версия {version}.',
  },
  VISIT_WRONG_STATE: {
    en: 'This cannot be done with a visit that is {status}.',
    ru: 'Это невозможно для визита в состоянии {status}.',
  },
  CHECK_IN_OUTSIDE_HOURS: {
    en: 'Check-in by hand is possible from {from} to {to}.',
    ru: 'Отметить приход вручную можно с {from} до {to}.',
  },
  VISIT_ALREADY_BEGUN: {
    en: 'The guest is here already: the start of the visit cannot change.',
    ru: 'Гость уже пришёл: начало визита изменить нельзя.',
  },
  VISIT_STALE: {
    en: 'The visit has changed since you read it; it is at version {version} now.',
    ru: 'Визит изменился с тех пор, как вы его прочитали; сейчас версия {version}.',
  },
  PHOTO_NOT_FOUND: { en: 'The guest has no photo.', ru: 'У гостя нет фотографии.' },
  PHOTO_TYPE_UNSUPPORTED: {
    en: 'This is not a JPEG, PNG or BMP picture.',
    ru: 'Это не изображение JPEG, PNG или BMP.',
  },
  PHOTO_REFUSED: {
    en: 'The photo cannot be used; see `errors`.',
    ru: 'Фотографию нельзя использовать; подробности в `errors`.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** The same under the codes of single faults. */
export const VISITS_FAULTS = {
  isAfterValidFrom: { en: 'must be after validFrom', ru: 'должно быть позже validFrom' },
  isInFuture: { en: 'must not be in the past', ru: 'не должно быть в прошлом' },
  isWithin31Days: { en: 'must be at most 31 days after validFrom', ru: 'не больше 31 дня после validFrom' },
  isBefore2037: { en: 'must be before 2037', ru: 'должно быть раньше 2037 года' },
  noAccessLevel: { en: 'no level was named and there is no default', ru: 'уровень не указан, а по умолчанию его нет' },
  studentIdNeeded: { en: 'a student visit needs it', ru: 'нужно для визита студента' },
  unknownGuest: { en: 'there is no such guest', ru: 'такого гостя нет' },
  belongsToAnother: { en: 'belongs to another guest', ru: 'принадлежит другому гостю' },
  sameGuest: { en: 'names the same record', ru: 'указана та же запись' },
  mergedBefore: { en: 'was merged before', ru: 'запись уже объединена' },
  identityNumberDiffers: { en: 'the identity numbers differ', ru: 'номера документов различаются' },
  studentIdDiffers: { en: 'the student ids differ', ru: 'номера студентов различаются' },
  alreadyBegun: { en: 'cannot change after the check-in', ru: 'после прихода не изменяется' },
  isPhoto: { en: 'must be a JPEG, PNG or BMP by its content', ru: 'по содержимому должно быть JPEG, PNG или BMP' },
  photoTooSmall: { en: 'must be at least 50 × 50 px', ru: 'не меньше 50 × 50 пикселей' },
  photoTooLarge: { en: 'must be at most 4000 × 4000 px', ru: 'не больше 4000 × 4000 пикселей' },
  photoProportions: {
    en: 'must not be more than ten times as long as wide',
    ru: 'одна сторона не должна быть больше другой более чем в десять раз',
  },
  photoBroken: { en: 'is damaged and cannot be read', ru: 'файл повреждён и не читается' },
} as const satisfies Readonly<Record<string, Text>>;

registerProblemTexts({ ...VISITS_PROBLEMS, ...VISITS_FAULTS });

import { type RuleParameters } from './field-rules.js';
import { type Language } from './language.js';
import { fillIn, type Text } from './problem-texts.js';

/** What a person reads under the code of a field's fault. */
const TEXTS: Readonly<Record<string, Text>> = {
  isNotEmpty: { en: 'must be given', ru: 'нужно указать' },
  isString: { en: 'must be text', ru: 'должно быть текстом' },
  minLength: { en: 'must have at least {min} characters', ru: 'нужно не меньше {min} символов' },
  maxLength: { en: 'must have at most {max} characters', ru: 'допустимо не больше {max} символов' },
  noControlCharacters: { en: 'must not contain control characters', ru: 'не должно содержать управляющих символов' },
  matches: { en: 'has an unexpected form', ru: 'имеет неверный вид' },
  isEmail: { en: 'must be an e-mail address', ru: 'должно быть адресом электронной почты' },
  isInstantWithOffset: {
    en: 'must be a time with an offset, such as 2026-11-20T09:00:00+05:00',
    ru: 'нужно время со смещением, например 2026-11-20T09:00:00+05:00',
  },
  isIn: { en: 'must be one of: {values}', ru: 'допустимо одно из: {values}' },
  isInt: { en: 'must be a whole number', ru: 'должно быть целым числом' },
  min: { en: 'must be at least {min}', ru: 'должно быть не меньше {min}' },
  max: { en: 'must be at most {max}', ru: 'должно быть не больше {max}' },
  isBoolean: { en: 'must be true or false', ru: 'должно быть true или false' },
  isUuid: { en: 'must be an id', ru: 'должно быть идентификатором' },
  isArray: { en: 'must be a list', ru: 'должно быть списком' },
  arrayMinSize: { en: 'must have at least {min} items', ru: 'нужно не меньше {min} элементов' },
  arrayMaxSize: { en: 'must have at most {max} items', ru: 'допустимо не больше {max} элементов' },
  isDistinct: { en: 'must not name the same thing twice', ru: 'не должно содержать повторов' },
  isObject: { en: 'must be an object', ru: 'должно быть объектом' },
  maxBytes: { en: 'must have at most {max} bytes', ru: 'допустимо не больше {max} байт' },
  unknownField: { en: 'is not a known field', ru: 'неизвестное поле' },
};

/** @throws when a rule has no text: a fault nobody could read */
export function fieldText(code: string, language: Language, parameters: RuleParameters = {}): string {
  const text = TEXTS[code];
  if (text === undefined) throw new Error(`the field rule ${code} has no text`);
  return fillIn(text[language], parameters);
}

/** Every code of a field's fault, for the document. */
export function fieldFaultCodes(): readonly string[] {
  return Object.keys(TEXTS);
}

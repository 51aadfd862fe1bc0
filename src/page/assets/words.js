import { english } from './words-en.js';
import { russian } from './words-ru.js';

const STORED = 'vestibule-language';
const DICTIONARIES = { en: english, ru: russian };

let language = remembered() ?? (document.documentElement.lang in DICTIONARIES ? document.documentElement.lang : 'en');
const listeners = [];

function remembered() {
  try {
    const stored = localStorage.getItem(STORED);
    return stored in DICTIONARIES ? stored : undefined;
  } catch {
    // A browser that forbids storage still shows the page; it just forgets the switch.
    return undefined;
  }
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export function setLanguage(next) {
  language = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // As above.
  }
  translatePage();
  for (const listener of listeners) listener();
}

/** The text of a key with `{name}` filled in; a key that has none, such as a word of a newer server, as it is. */
export function t(key, values = {}) {
  const text = DICTIONARIES[language][key] ?? key.slice(key.indexOf('.') + 1);
  return text.replace(/\{(\w+)\}/g, (_whole, name) => String(values[name]));
}

/** The person's own variety of the language: half past one is 13:30 in Britain and 1:30 PM in the States. */
function locale() {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

/** The time alone today, with the day otherwise. */
export function moment(instant) {
  const at = new Date(instant);
  const isToday = at.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale(), { ...day, hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `35 s`, `12 min`, `3 h`, `2 d`. */
export function duration(seconds) {
  const [value, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5_400
        ? [seconds / 60, 'minute']
        : seconds < 172_800
          ? [seconds / 3_600, 'hour']
          : [seconds / 86_400, 'day'];
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(value);
}

/** Everything that the page's own markup names by `data-t`. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) {
    element.setAttribute('aria-label', t(element.dataset.tLabel));
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
}

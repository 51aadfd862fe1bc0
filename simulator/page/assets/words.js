import { english } from './words-en.js';
import { russian } from './words-ru.js';

const STORED = 'simulator-language';
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

/** The text of a key with `{name}` filled in; of `{one, few, many, other}` the form that `count` asks for. */
export function t(key, values = {}) {
  let text = DICTIONARIES[language][key];
  if (text === undefined) return key;
  if (typeof text === 'object') {
    const form = new Intl.PluralRules(language).select(values.count);
    text = text[form] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (_whole, name) => {
    const value = values[name];
    return typeof value === 'number' ? formatNumber(value) : String(value);
  });
}

export function hasWord(key) {
  return key in DICTIONARIES[language];
}

/** The person's own variety of the language: half past one is 13:30 in Britain and 1:30 PM in the States. */
export function locale() {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

export function formatNumber(value, digits = 0) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** Everything that the page's own markup names by `data-t`. */
export function translatePage() {
  document.documentElement.lang = language;
  document.title = t('title');
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) {
    element.setAttribute('aria-label', t(element.dataset.tLabel));
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
}

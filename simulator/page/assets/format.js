import { locale, formatNumber, t } from './words.js';

const DAY_MS = 86_400_000;
/** Terminals know no later year; whoever is valid that long has no end that matters. */
const FAR_YEAR = 2037;

export function time(ms, hasSeconds = false) {
  const options = { hour: '2-digit', minute: '2-digit', ...(hasSeconds && { second: '2-digit' }) };
  return new Intl.DateTimeFormat(locale(), options).format(ms);
}

export function hasEnd(ms) {
  return new Date(ms).getFullYear() < FAR_YEAR;
}

/** The time alone today, with the day otherwise. */
export function moment(ms, nowMs) {
  if (!hasEnd(ms)) return t('never');
  if (new Date(ms).toDateString() === new Date(nowMs).toDateString()) return time(ms);
  const isFar = Math.abs(ms - nowMs) > 180 * DAY_MS;
  const day = { day: 'numeric', month: 'short', ...(isFar && { year: 'numeric' }) };
  const hours = isFar ? {} : { hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(locale(), { ...day, ...hours }).format(ms);
}

/** `0.4 s`, `35 s`, `2 min`, `3 h`. */
export function duration(ms) {
  const size = Math.abs(ms);
  if (size < 9_950) return t('unit.seconds', { value: formatNumber(size / 1000, 1) });
  if (size < 90_000) return t('unit.seconds', { value: formatNumber(size / 1000) });
  if (size < 90 * 60_000) return t('unit.minutes', { value: formatNumber(size / 60_000) });
  if (size < 2 * DAY_MS) return t('unit.hours', { value: formatNumber(size / 3_600_000) });
  return t('unit.days', { value: formatNumber(size / DAY_MS) });
}

/** At most two letters, whole code points. */
export function initials(name) {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)).toUpperCase())
    .join('');
}

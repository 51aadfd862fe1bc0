import { byId, make, setText, showRows } from './dom.js';
import { seesAll, state } from './state.js';
import { duration, moment, t } from './words.js';

export function showInside() {
  const { muster } = state;
  setText(byId('inside-title'), t(seesAll() ? 'inside.title' : 'inside.titleOwn'));
  byId('muster-links').hidden = !seesAll();
  byId('inside-empty').hidden = muster === null || muster.items.length > 0;
  showRows(byId('inside'), muster?.items ?? [], ({ visitId }) => visitId, insideRow);
  const completeness = byId('completeness');
  setText(completeness, muster === null || !seesAll() ? '' : completenessOf(muster));
  completeness.classList.toggle('fault', muster?.complete === false);
}

function completenessOf({ complete, completeTo }) {
  if (completeTo === null) return t('inside.unread');
  return t(complete ? 'inside.complete' : 'inside.incomplete', { time: moment(completeTo) });
}

function insideRow({ guest, host, checkedInAt, validTo, lastDoor, ageSeconds, sure, unconfirmed }) {
  const isOverstaying = !unconfirmed && new Date(validTo) <= new Date();
  const mark = unconfirmed ? 'unconfirmed' : isOverstaying ? 'overstaying' : sure === false ? 'notSure' : null;
  const company = guest.company === null ? '' : ` · ${guest.company}`;
  const notes = [
    t('inside.host', { name: host.name }),
    checkedInAt && t('inside.since', { time: moment(checkedInAt) }),
    lastDoor && t('inside.lastDoor', { door: lastDoor.name, age: duration(ageSeconds) }),
  ];
  return make(
    'li',
    {},
    make('span.name', {}, `${guest.fullName}${company}`),
    mark && make('span.mark', { 'data-state': mark === 'notSure' ? null : 'bad' }, t(`inside.${mark}`)),
    make('span.note.quiet', {}, notes.filter(Boolean).join(' · ')),
  );
}

export function showPassages() {
  byId('passages-empty').hidden = state.passages.length > 0;
  showRows(byId('passages'), state.passages, ({ id }) => id, passageRow);
}

function passageRow({ guest, door, direction, result, occurredAt }) {
  const isGranted = result === 'granted';
  const word = isGranted ? direction && t(`direction.${direction}`) : t(`result.${result}`);
  return make(
    'li',
    {},
    make('span.name', {}, guest.fullName ?? t('passages.forgotten')),
    word && make('span.mark', { 'data-state': isGranted ? 'ok' : 'bad' }, word),
    make('span.note.quiet', {}, make('time', { datetime: occurredAt }, moment(occurredAt)), ` · ${door.name}`),
  );
}

export function showAlerts() {
  byId('alerts-empty').hidden = state.alerts.length > 0;
  showRows(byId('alerts'), state.alerts, ({ id }) => id, alertRow);
}

function alertRow({ alert, at, guest, errorCode }) {
  return make(
    'li',
    {},
    make('span.name', {}, t(`alert.${alert}`, { code: errorCode })),
    make('span.note.quiet', {}, make('time', { datetime: at }, moment(at)), guest && ` · ${guest.fullName ?? ''}`),
  );
}

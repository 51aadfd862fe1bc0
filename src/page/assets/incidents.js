import { call } from './api.js';
import { byId, make, setText, showRows } from './dom.js';
import { changed, handlesIncidents, seesAll, state } from './state.js';
import { moment, t } from './words.js';

const STANDING = '/incidents?state=open&state=taken&limit=50';

/** A host has no incidents to look after. */
export async function readIncidents() {
  state.incidents = (await call('GET', STANDING)).items;
}

export function showIncidents() {
  const { incidents } = state;
  byId('incidents-empty').hidden = !seesAll() || incidents === null || incidents.length > 0;
  // What somebody is writing stays: a row is made anew only when its incident has changed.
  const focused = document.activeElement;
  showRows(byId('incidents'), incidents ?? [], keyOf, row);
  if (focused?.isConnected && focused !== document.activeElement) focused.focus();
}

function keyOf({ id, version }) {
  return `${id} ${version} ${document.documentElement.lang} ${handlesIncidents()}`;
}

function row(incident) {
  const known = [...byId('incidents').children].find(({ dataset }) => dataset.key === keyOf(incident));
  if (known !== undefined) return known;
  const { title, advice, occurredAt, guest, door, state: isNow } = incident;
  const notes = [guest?.fullName, door?.name].filter(Boolean).map((text) => ` · ${text}`);
  return make(
    'li',
    {},
    make('span.name', {}, title),
    isNow === 'taken' && make('span.mark', {}, t('incidents.taken')),
    make('span.note.quiet', {}, make('time', { datetime: occurredAt }, moment(occurredAt)), ...notes),
    make('span.note', {}, advice),
    handlesIncidents() && actions(incident),
  );
}

function actions(incident) {
  const { id, title, state: isNow } = incident;
  const reason = make('input', { maxlength: '500', required: true, 'aria-label': t('incidents.reason', { title }) });
  reason.placeholder = t('incidents.reasonShort');
  const close = make('button', { type: 'submit' }, t('incidents.close'));
  const form = make('form.handle.note', {}, reason, close);
  if (isNow === 'open') {
    const take = make('button', { type: 'button' }, t('incidents.take'));
    take.addEventListener('click', () => void act(incident, 'take', {}));
    form.prepend(take);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(incident, 'close', { reason: reason.value });
  });
  form.dataset.incident = id;
  return form;
}

async function act({ id, version }, verb, body) {
  const fault = byId('incidents-fault');
  fault.hidden = true;
  try {
    await call('POST', `/incidents/${id}/${verb}`, body, { 'if-match': `"${version}"` });
  } catch (error) {
    setText(fault, error.message || t('fault.unreachable'));
    fault.hidden = false;
  }
  try {
    await readIncidents();
  } catch (error) {
    // What was done is done; the lists are read again by themselves, and then say so.
    setText(fault, error.message || t('fault.unreachable'));
    fault.hidden = false;
  }
  changed();
  // The row is another one now: the keyboard goes on where it was, and what was written is not lost with a refusal.
  const input = document.querySelector(`[data-incident="${id}"] input`);
  if (input !== null && input.value === '') input.value = body.reason ?? '';
  (input ?? byId('alerts-title')).focus();
}

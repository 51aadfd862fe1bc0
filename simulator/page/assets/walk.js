import { byId, make, reconcile, renderOnce, setText } from './dom.js';
import { duration, moment } from './format.js';
import { playWalk } from './plan.js';
import { ask, attempt } from './server.js';
import { changed, choose, doorName, personRow, serverNowMs, state } from './state.js';
import { t } from './words.js';

const UNKNOWN = 'unknown';
let last = null;

export function startWalk() {
  byId('walk').addEventListener(
    'submit',
    attempt(() => takeWalk(byId('reader').value)),
  );
  byId('walker').addEventListener('change', ({ target }) => choose(target.value === UNKNOWN ? null : target.value));
}

function walkers() {
  const found = state.found.filter(
    ({ personId }) => !state.view.people.guests.some((row) => row.personId === personId),
  );
  return [...state.view.people.guests, ...found];
}

/** Until somebody is chosen the newest guest walks; without guests, a face nobody knows. */
export function walkerId() {
  const rows = walkers();
  const isThere = state.walkerId === null || rows.some(({ personId }) => personId === state.walkerId);
  return isThere && state.walkerId !== undefined ? state.walkerId : (rows[0]?.personId ?? null);
}

export function walkerName() {
  const personId = walkerId();
  return personId === null ? t('walk.unknown') : personRow(personId).personName;
}

export function showWalk() {
  const options = [
    ...walkers().map((row) => ({ value: row.personId, text: `${row.personName} · ${row.personCode}` })),
    { value: UNKNOWN, text: t('walk.unknown') },
  ];
  fillSelect(byId('walker'), options, walkerId() ?? UNKNOWN);
  const reader = byId('reader');
  const readers = state.view.doors.flatMap((door) =>
    door.readers.map(({ readerIndexCode, direction }) => ({
      value: readerIndexCode,
      text: `${door.doorName}: ${t(`direction.${direction}`)}`,
    })),
  );
  fillSelect(reader, readers, reader.value || readers[0]?.value);
  showOutcome();
}

function fillSelect(select, options, value) {
  const create = (option) => make('option', { value: option.value });
  reconcile(
    select,
    options,
    (option) => option.value,
    create,
    (element, { text }) => setText(element, text),
  );
  if (select.value !== value && document.activeElement !== select) select.value = value;
}

export async function takeWalk(readerIndexCode) {
  const personId = walkerId();
  const name = walkerName();
  const answer = await ask('POST', '/control/page/walk', { personId, readerIndexCode });
  last = { ...answer, name, walkedAt: performance.now(), seenAfterMs: null };
  const card = document.querySelector(`.door[data-door="${CSS.escape(answer.doorIndexCode)}"]`);
  const door = state.view.doors.find(({ doorIndexCode }) => doorIndexCode === answer.doorIndexCode);
  const { direction } = door.readers.find((reader) => reader.readerIndexCode === readerIndexCode);
  if (card !== null) playWalk(card, answer.isGranted, direction);
  changed(['walked']);
}

/** What this door said last, where the last walk was here. */
export function verdictAt(doorIndexCode) {
  if (last?.doorIndexCode !== doorIndexCode) return null;
  return { isGranted: last.isGranted, text: `${last.name}: ${reasonText(last)}` };
}

/** What the door said, and then when HikCentral let it be seen. */
function showOutcome() {
  const box = byId('walk-outcome');
  if (last === null) {
    renderOnce(box, t('walk.nothingYet'), () => [make('p.quiet', {}, t('walk.nothingYet'))]);
    return;
  }
  const event = state.view.passages.list.find(({ eventId }) => eventId !== null && eventId === last.eventId);
  if (event?.progress === 'visible') last.seenAfterMs ??= performance.now() - last.walkedAt;
  const title = t(last.isGranted ? 'walk.granted' : 'walk.denied', {
    name: last.name,
    door: doorName(last.doorIndexCode),
  });
  const reason = reasonText(last);
  const seen = seenText(last);
  renderOnce(box, [title, reason, seen], () => [
    make(last.isGranted ? 'p.verdict.granted' : 'p.verdict.denied', {}, title),
    make('p', {}, reason),
    make('p.quiet', {}, seen),
  ]);
}

function reasonText({ reason, period }) {
  const now = serverNowMs();
  const times = period === null ? {} : { from: moment(period.beginMs, now), until: moment(period.endMs, now) };
  return t(`reason.${reason}`, times);
}

function seenText({ eventId, seenAfterMs }) {
  if (eventId === null) return t('walk.kept');
  return seenAfterMs === null ? t('walk.notSeenYet') : t('walk.seen', { time: duration(seenAfterMs) });
}

import { byId, make, reconcile, renderOnce, setAttribute, setText } from './dom.js';
import { duration, hasEnd, moment } from './format.js';
import { openPerson } from './person.js';
import { ask, attempt } from './server.js';
import { changed, choose, doorName, serverNowMs, state } from './state.js';
import { walkerId } from './walk.js';
import { t } from './words.js';

const SEARCH_AFTER_MS = 250;
let query = '';
let total = 0;

export function startSearch() {
  let timer = 0;
  const search = attempt(async () => {
    query = byId('query').value.trim();
    const asked = query;
    const answer =
      asked === ''
        ? { total: 0, persons: [] }
        : await ask('GET', `/control/page/persons?query=${encodeURIComponent(asked)}`);
    if (asked !== query) return;
    state.found = answer.persons;
    total = answer.total;
    changed(['found']);
  });
  byId('search').addEventListener('submit', search);
  byId('query').addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_AFTER_MS);
  });
}

export function showPeople() {
  const { guests, guestCount, personCount } = state.view.people;
  setText(byId('people-counts'), t('people.counts', { guests: guestCount, employees: personCount - guestCount }));
  const hidden = guestCount - guests.filter(({ isInRecord }) => isInRecord).length;
  setText(
    byId('guests-more'),
    guests.length === 0 ? t('people.none') : hidden > 0 ? t('people.more', { count: hidden }) : '',
  );
  reconcile(byId('guests'), guests, (row) => row.personId, makeRow, updateRow);
  const known = new Map(guests.map((row) => [row.personId, row]));
  const found = state.found.map((row) => known.get(row.personId) ?? row);
  reconcile(byId('found'), found, (row) => row.personId, makeRow, updateRow);
  const words =
    query === '' ? '' : total === 0 ? t('people.noneFound') : t('people.found', { count: total, shown: found.length });
  setText(byId('search-outcome'), words);
}

function makeRow({ personId }) {
  return make(
    'li.person',
    {},
    make(
      'div.who',
      {},
      make('button.name', { type: 'button', onclick: () => openPerson(personId) }),
      make('span.code'),
    ),
    make(
      'div.validity',
      {},
      make('div.track', { 'aria-hidden': 'true' }, make('span.valid'), make('span.now')),
      make('span.quiet'),
    ),
    make('div.holdings'),
    make('button.choose', { type: 'button', onclick: () => choose(personId) }),
  );
}

function updateRow(element, row) {
  const isWalker = walkerId() === row.personId;
  setText(element.querySelector('.name'), row.personName);
  setText(element.querySelector('.code'), row.personCode);
  showValidity(element.querySelector('.validity'), row);
  showHoldings(element.querySelector('.holdings'), row);
  const button = element.querySelector('.choose');
  setText(button, t(isWalker ? 'people.walks' : 'people.choose'));
  setAttribute(button, 'aria-pressed', String(isWalker));
  setAttribute(button, 'aria-label', t('people.chooseLabel', { name: row.personName }));
}

/** The period with half its length of air around it, and where now is. */
function showValidity(box, { beginMs, endMs }) {
  const track = box.querySelector('.track');
  track.hidden = beginMs === null;
  if (beginMs === null) {
    setText(box.lastChild, t('people.forgotten'));
    return;
  }
  const now = serverNowMs();
  const air = (endMs - beginMs) / 4;
  const place = (ms) => Math.min(100, Math.max(0, ((ms - beginMs + air) / (endMs - beginMs + 2 * air)) * 100));
  const [valid, mark] = track.children;
  valid.style.insetInlineStart = `${place(beginMs)}%`;
  valid.style.inlineSize = `${place(endMs) - place(beginMs)}%`;
  mark.style.insetInlineStart = `${place(now)}%`;
  const isNow = now >= beginMs && now < endMs;
  box.dataset.valid = String(isNow);
  const words = isNow ? 'validity.ends' : now < beginMs ? 'validity.starts' : 'validity.ended';
  const distance = duration(now < beginMs ? beginMs - now : endMs - now);
  const period = `${moment(beginMs, now)} – ${moment(endMs, now)}`;
  setText(box.lastChild, hasEnd(endMs) ? `${period} · ${t(words, { time: distance })}` : period);
}

function showHoldings(box, row) {
  const levels = state.view.people.levels.filter(({ privilegeGroupId }) => row.levelIds.includes(privilegeGroupId));
  const doors = row.doors.filter(({ isEntitled, stage }) => isEntitled || stage !== 'none');
  renderOnce(box, [levels.map(({ name }) => name), doors, row.hasFace, t('language')], () => [
    make(
      'span.levels',
      {},
      t('people.levels', { levels: levels.map(({ name }) => name).join(', ') || t('people.noLevel') }),
    ),
    make('span.face', { 'data-has': String(row.hasFace) }, t(row.hasFace ? 'people.face' : 'people.noFace')),
    ...doors.map((place) => {
      const words = place.stage === 'applied' && !place.isEntitled ? 'leftover' : place.stage;
      return make(
        'span.place',
        { 'data-stage': place.stage },
        `${doorName(place.doorIndexCode)}: ${t(`place.${words}`)}`,
      );
    }),
  ]);
}

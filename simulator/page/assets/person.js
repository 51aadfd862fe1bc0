import { byId, make } from './dom.js';
import { moment } from './format.js';
import { attempt, operate, say } from './server.js';
import { doorName, serverNowMs, state } from './state.js';
import { t } from './words.js';

const FIELDS = ['personName', 'beginMs', 'endMs', 'face'];
const GROUP = '/api/acs/v1/privilege/group/single';
let openId = null;
let shown = '';

export function startPerson() {
  const dialog = byId('person');
  dialog.addEventListener('close', () => {
    openId = null;
  });
  // A click beside the sheet lands on the dialog itself.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
}

export const openPerson = (personId) =>
  attempt(async () => {
    openId = personId;
    shown = '';
    await load();
    if (!byId('person').open) byId('person').showModal();
  })();

export function refreshPerson() {
  if (openId !== null) void attempt(load)();
}

async function load() {
  const personId = openId;
  const response = await fetch(`/control/page/persons/${encodeURIComponent(personId)}`);
  if (personId !== openId) return;
  if (response.status === 404) {
    byId('person').close();
    say(t('person.gone'));
    return;
  }
  const detail = await response.json();
  const fingerprint = JSON.stringify([detail, t('language')]);
  if (fingerprint === shown) return;
  shown = fingerprint;
  const focused = byId('person').contains(document.activeElement) ? document.activeElement.id : '';
  byId('person-sheet').replaceChildren(...build(detail));
  if (focused !== '') byId(focused)?.focus();
}

function build({ row, record, copies }) {
  const close = make(
    'button',
    { type: 'button', id: 'person-close', onclick: () => byId('person').close() },
    t('person.close'),
  );
  return [
    make('div.title-row', {}, make('h2', { id: 'person-title' }, row.personName), close),
    make('p.quiet', {}, `${row.personCode} · ${t(row.isGuest ? 'person.guest' : 'person.employee')}`),
    ...(row.isInRecord ? operatorPart(row) : []),
    make('h3', {}, t('person.text')),
    make('div.sheets', {}, recordSheet(record), ...copies.map((copy) => copySheet(copy, row))),
  ];
}

function recordSheet(record) {
  if (record === null)
    return make('section.sheet.record', {}, make('h3', {}, t('person.record')), make('p', {}, t('person.deleted')));
  return make('section.sheet.record', {}, make('h3', {}, t('person.record')), facts(record, []));
}

function copySheet({ doorIndexCode, copy, differences }, row) {
  const place = row.doors.find((one) => one.doorIndexCode === doorIndexCode);
  const words = place.stage === 'applied' && !place.isEntitled ? 'leftover' : place.stage;
  return make(
    'section.sheet',
    {},
    make('h3', {}, doorName(doorIndexCode)),
    make('p.place', { 'data-stage': place.stage }, t(`place.${words}`)),
    place.errorItems !== null && make('p.bad', {}, t('person.failedItems', { items: itemNames(place.errorItems) })),
    copy === null ? make('p.quiet', {}, t('person.noCopy')) : facts(copy, differences),
    copy !== null && make('p.quiet', {}, t('person.appliedAt', { time: moment(copy.appliedAtMs, serverNowMs()) })),
  );
}

function itemNames(errorItems) {
  return errorItems
    .split(',')
    .map((item) => t(`item.${item}`))
    .join(', ');
}

function facts(sheet, differences) {
  const now = serverNowMs();
  const text = {
    personName: sheet.personName,
    beginMs: moment(sheet.beginMs, now),
    endMs: moment(sheet.endMs, now),
    face: sheet.face ?? t('people.noFace'),
  };
  return make(
    'dl',
    {},
    ...FIELDS.map((name) => {
      const differs = differences.includes(name);
      return make(
        differs ? 'div.different' : 'div',
        {},
        make('dt', {}, t(`field.${name}`)),
        make('dd', {}, text[name]),
        differs && make('dd.differs', {}, t('person.differs')),
      );
    }),
  );
}

/** What an operator can do; each a step of its own, so that one sees which step opens or closes the door. */
function operatorPart({ personId, personName, levelIds, beginMs }) {
  const button = (id, words, work, done) =>
    make(
      'button',
      {
        type: 'button',
        id: `person-${id}`,
        onclick: attempt(async () => {
          await work();
          say(t(done, { name: personName }));
        }),
      },
      t(words),
    );
  const apply = () => operate('/api/visitor/v1/auth/reapplication', { personIds: personId, ImmediateDownload: 0 });
  const endNow = () => {
    const endTime = new Date(Math.max(serverNowMs(), beginMs + 1_000)).toISOString().replace('Z', '+00:00');
    return operate('/api/resource/v1/person/single/update', { personId, endTime });
  };
  return [
    make('h3', {}, t('person.operator')),
    make('p.quiet', {}, t('person.operatorText')),
    make(
      'fieldset',
      {},
      make('legend', {}, t('person.levels')),
      ...state.view.people.levels.map((level) => levelBox(level, personId, levelIds)),
    ),
    make(
      'div.buttons',
      {},
      button('apply', 'person.apply', apply, 'person.applyDone'),
      button('end', 'person.endNow', endNow, 'person.endDone'),
      button(
        'delete',
        'person.delete',
        () => operate('/api/resource/v1/person/single/delete', { personId }),
        'person.deleteDone',
      ),
    ),
  ];
}

function levelBox({ privilegeGroupId, name }, personId, levelIds) {
  const has = levelIds.includes(privilegeGroupId);
  const toggle = attempt(async ({ target }) => {
    const verb = target.checked ? 'addPersons' : 'deletePersons';
    await operate(`${GROUP}/${verb}`, { privilegeGroupId, type: 1, list: [{ id: personId }] });
    say(t(target.checked ? 'person.levelGiven' : 'person.levelTaken', { level: name }));
  });
  const box = make('input', { type: 'checkbox', id: `level-${privilegeGroupId}`, checked: has, onchange: toggle });
  return make('label', {}, box, name);
}

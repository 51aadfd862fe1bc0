import { byId, make, reconcile, renderOnce, setAttribute, setText } from './dom.js';
import { duration } from './format.js';
import { drawPlan } from './plan.js';
import { ask, attempt, say } from './server.js';
import { state } from './state.js';
import { carryOver, makeToken, tokensOn, updateToken } from './tokens.js';
import { takeWalk, verdictAt, walkerName } from './walk.js';
import { t } from './words.js';

const STAGES = ['record', 'marked', 'queued', 'failed', 'applied'];
const MAX_IN_RECORD = 8;

export function showDoors() {
  const list = byId('doors');
  const before = tokensOn(list);
  reconcile(list, state.view.doors, (door) => door.doorIndexCode, makeDoor, updateDoor);
  carryOver(list, before);
}

function makeDoor(door) {
  const power = make('button.switch', {
    type: 'button',
    role: 'switch',
    onclick: attempt(() => setOnline(door.doorIndexCode, power.getAttribute('aria-checked') !== 'true')),
  });
  return make(
    'li.door',
    { 'data-door': door.doorIndexCode },
    make('div.door-head', {}, make('h3', {}), power),
    make('p.quiet.door-levels'),
    make('ul.stages', {}, ...STAGES.map(makeStage)),
    make('div.plan-box', {}, make('span.side.inside'), drawPlan(), make('span.side.outside')),
    make('div.door-readers'),
    make('p.door-verdict', { hidden: true }),
    make('p.door-notes'),
  );
}

function makeStage(stage) {
  return make('li.stage', { 'data-stage': stage }, make('span.stage-name'), make('span.tokens'), make('span.count'));
}

async function setOnline(doorIndexCode, online) {
  const { doorName } = await ask('POST', `/control/doors/${encodeURIComponent(doorIndexCode)}`, { online });
  say(t(online ? 'door.isOnline' : 'door.isOffline', { door: doorName }));
}

function updateDoor(card, door) {
  card.classList.toggle('offline', !door.isOnline);
  setText(card.querySelector('h3'), door.doorName);
  const power = card.querySelector('.switch');
  setText(power, t(door.isOnline ? 'door.online' : 'door.offline'));
  setAttribute(power, 'aria-checked', String(door.isOnline));
  setAttribute(power, 'aria-label', t('door.switch', { door: door.doorName }));
  setText(card.querySelector('.door-levels'), t('door.levels', { levels: door.levelNames.join(', ') || '–' }));
  setText(card.querySelector('.inside'), t('door.inside'));
  setText(card.querySelector('.outside'), t('door.outside'));
  const tokens = [...recordTokens(door), ...door.tokens];
  for (const row of card.querySelectorAll('.stage')) updateStage(row, door, tokens);
  updateReaders(card.querySelector('.door-readers'), door);
  showVerdict(card.querySelector('.door-verdict'), verdictAt(door.doorIndexCode));
  const notes = notesOf(door);
  renderOnce(card.querySelector('.door-notes'), notes, () => notes.map((note) => make('span.note', {}, note)));
}

/** Who the record says should be let in here: where every journey starts. */
function recordTokens({ doorIndexCode }) {
  return state.view.people.guests
    .filter(({ doors }) => doors.some((place) => place.doorIndexCode === doorIndexCode && place.isEntitled))
    .slice(0, MAX_IN_RECORD)
    .map((row) => ({ ...row, stage: 'record', isRemoval: false }));
}

function updateStage(row, door, tokens) {
  const { stage } = row.dataset;
  const here = tokens.filter((token) => token.stage === stage);
  row.hidden = stage === 'failed' && door.failureCount === 0;
  row.classList.toggle('busy', here.length > 0 && (stage === 'marked' || stage === 'queued'));
  setText(row.querySelector('.stage-name'), t(`stage.${stage}`));
  const box = row.querySelector('.tokens');
  const keyOf = (token) => token.personId;
  reconcile(box, here, keyOf, makeToken, (element, token) => updateToken(element, token, door));
  setText(row.querySelector('.count'), countText(stage, door, here.length));
}

function countText(stage, door, shown) {
  if (stage === 'applied') return t('door.copies', { count: door.copyCount, guests: door.guestCopyCount });
  const counts = { marked: door.markedCount, queued: door.queuedCount, failed: door.failureCount };
  const more = (counts[stage] ?? shown) - shown;
  return more > 0 ? t('door.more', { count: more }) : '';
}

function updateReaders(box, door) {
  const who = walkerName();
  const update = (button, reader) => {
    setText(button, t(`walk.${reader.direction}`));
    const words = t(`walk.through.${reader.direction}`, { name: who, door: door.doorName });
    setAttribute(button, 'aria-label', `${words} (${reader.readerName})`);
    setAttribute(button, 'title', `${words} (${reader.readerName})`);
  };
  const create = ({ readerIndexCode }) =>
    make('button', { type: 'button', onclick: attempt(() => takeWalk(readerIndexCode)) });
  reconcile(box, door.readers, (reader) => reader.readerIndexCode, create, update);
}

/** Also at the door itself: on a small screen the form that tells it to screen readers is out of sight. */
function showVerdict(element, verdict) {
  element.hidden = verdict === null;
  if (verdict === null) return;
  element.dataset.granted = String(verdict.isGranted);
  setText(element, `${verdict.isGranted ? '✓' : '✕'} ${verdict.text}`);
}

function notesOf(door) {
  const waiting = door.markedCount + door.queuedCount;
  const clock = door.clockOffsetMs;
  return [
    !door.isOnline && t('door.offlineNote'),
    !door.isOnline && waiting > 0 && t('door.waitingNote', { count: waiting }),
    door.keptEventCount > 0 && t('door.keptNote', { count: door.keptEventCount }),
    clock !== 0 && t(clock > 0 ? 'door.clockAhead' : 'door.clockBehind', { time: duration(clock) }),
    door.doorState !== 1 && t(`door.state.${door.doorState}`),
  ].filter(Boolean);
}

import { byId, make, reconcile, renderOnce } from './dom.js';
import { duration, time } from './format.js';
import { doorName, state } from './state.js';
import { hasWord, t } from './words.js';

const GRANTED = 196893;

export function showPassages() {
  const { list } = state.view.passages;
  const box = byId('passages');
  if (list.length === 0) {
    reconcile(
      box,
      [{}],
      () => 'none',
      () => make('li.quiet'),
      (element) => (element.textContent = t('passages.none')),
    );
    return;
  }
  const keyOf = (passage) =>
    passage.eventId ?? `kept ${passage.deviceTimeMs} ${passage.readerIndexCode} ${passage.personCode}`;
  reconcile(box, list, keyOf, () => make('li.passage'), updatePassage);
}

function updatePassage(element, passage) {
  const isGranted = passage.eventType === GRANTED;
  element.dataset.granted = String(isGranted);
  const type = hasWord(`event.${passage.eventType}`) ? t(`event.${passage.eventType}`) : String(passage.eventType);
  const name = passage.personName || t('passages.nobody');
  const door = `${doorName(passage.doorIndexCode)}, ${directionOf(passage)}`;
  const progress =
    passage.progress === 'visible'
      ? t('passages.visible', { time: duration(passage.seenAfterMs) })
      : t(`passages.${passage.progress}`);
  renderOnce(element, [type, name, door, progress, passage.atMs, t('passages.none')], () => [
    make('span.when', {}, time(passage.atMs, true)),
    make('span.what', {}, make('strong', {}, name), make('span.verdict-word', {}, type)),
    make('span.quiet', {}, `${door} · ${progress}`),
  ]);
}

function directionOf({ doorIndexCode, readerIndexCode }) {
  const door = state.view.doors.find((one) => one.doorIndexCode === doorIndexCode);
  const reader = door?.readers.find((one) => one.readerIndexCode === readerIndexCode);
  return reader === undefined ? '' : t(`direction.${reader.direction}`);
}

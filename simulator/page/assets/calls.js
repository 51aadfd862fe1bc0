import { byId, make, reconcile, renderOnce, setAttribute, setText } from './dom.js';
import { duration, time } from './format.js';
import { state, trueNowMs } from './state.js';
import { hasWord, t } from './words.js';

/** The first that fits; what is not among them is shown by its path alone. */
const FAMILIES = [
  ['version', /\/version$/],
  ['faces', /\/(face\/|picture_data|faces)/],
  ['application', /\/(auth\/|elementDownloadDetail)/],
  ['levels', /\/privilege\//],
  ['events', /\/(door\/events|event\/)/i],
  ['doors', /\/(acsDoor|acsDevice|door\/|reader)/i],
  ['organisations', /\/org(\/|List)|Org/],
  ['persons', /\/person\b/],
];
/** Opposite outcomes look apart in shape as well as in colour. */
const SIGNS = { ok: '✓', refused: '✕', unsigned: '✕', 'over-budget': '!', lost: '?', pending: '…' };

export function showCalls() {
  const { list } = state.view.calls;
  const box = byId('calls');
  if (list.length === 0) {
    reconcile(
      box,
      [{}],
      () => 'none',
      () => make('li.quiet'),
      (element) => (element.textContent = t('calls.none')),
    );
  } else {
    reconcile(
      box,
      list,
      (call) => call.sequence,
      () => make('li.call'),
      updateCall,
    );
  }
  tickCalls();
}

/** The window slides by itself, calls or no calls. */
export function tickCalls() {
  const { limitCalls, windowMs, maxInAnyWindow, list, total } = state.view.calls;
  const now = trueNowMs();
  const marks = list.filter(({ atMs }) => atMs > now - windowMs);
  const used = marks.filter((call) => isCounted(call, now)).length;
  const limit = limitCalls === null ? t('calls.noLimit') : t('calls.limit', { limit: limitCalls });
  const words = t('calls.used', { used, limit, window: duration(windowMs) });
  const box = byId('budget');
  if (box.children.length === 0) {
    box.append(
      make('p.used'),
      make('div.slots', { 'aria-hidden': 'true' }),
      make('div.strip', { role: 'img' }),
      make('p.quiet.scale'),
      make('p.quiet.most'),
    );
  }
  const [usedBox, slots, strip, scale, most] = box.children;
  renderOnce(usedBox, words, () => [words]);
  renderOnce(slots, [used, limitCalls], () => slotMarks(used, limitCalls));
  setAttribute(strip, 'aria-label', words);
  const families = [...new Set(marks.map(({ path }) => familyOf(path)))];
  reconcile(
    strip,
    families,
    (family) => family,
    () => make('div.lane', {}, make('span.lane-name'), make('span.lane-marks')),
    (lane, family) => {
      setText(lane.firstElementChild, t(`family.${family}`));
      const own = marks.filter(({ path }) => familyOf(path) === family);
      reconcile(
        lane.lastElementChild,
        own,
        (call) => call.sequence,
        () => make('span.mark'),
        (mark, call) => {
          setAttribute(mark, 'data-outcome', call.outcome);
          setAttribute(mark, 'title', `${time(call.atMs, true)} ${t(`outcome.${call.outcome}`)}`);
          mark.style.insetInlineStart = `${(1 - (now - call.atMs) / windowMs) * 100}%`;
        },
      );
    },
  );
  const ends = [t('calls.ago', { time: duration(windowMs) }), t('calls.now')];
  renderOnce(scale, ends, () => ends.map((end) => make('span', {}, end)));
  const mostWords = t('calls.most', { most: maxInAnyWindow, total });
  renderOnce(most, mostWords, () => [mostWords]);
}

/** By the rules of the limit: refused signatures never count, refused calls where told so, and fixed windows begin on their own. */
function isCounted({ outcome, atMs }, now) {
  const { semantics, windowMs, countsRefused } = state.view.calls;
  if (outcome === 'unsigned' || (outcome === 'over-budget' && !countsRefused)) return false;
  return semantics !== 'fixed' || atMs >= Math.floor(now / windowMs) * windowMs;
}

/** One box for each call of the budget, up to as many as can be told apart. */
function slotMarks(used, limitCalls) {
  if (limitCalls === null || limitCalls > 60) return [];
  return Array.from({ length: limitCalls }, (_slot, index) => make(index < used ? 'span.slot.taken' : 'span.slot'));
}

function familyOf(path) {
  return FAMILIES.find(([, form]) => form.test(path))?.[0] ?? 'other';
}

function updateCall(element, call) {
  const family = familyOf(call.path);
  element.dataset.outcome = call.outcome;
  renderOnce(element, [call, t('language')], () => [
    make('span.when', {}, time(call.atMs, true)),
    make('span.sign', { 'data-outcome': call.outcome, 'aria-hidden': 'true' }, SIGNS[call.outcome]),
    make('span.did', {}, describe(call)),
    make('span.quiet', {}, `${t(`outcome.${call.outcome}`)}${detail(call)}`),
    make('code', { 'data-family': family }, call.path),
  ]);
}

function detail({ outcome, code, httpStatus, tookMs }) {
  const took = tookMs === null ? '' : ` · ${t('unit.milliseconds', { value: tookMs })}`;
  if (outcome === 'ok' || outcome === 'pending') return took;
  return `${code === null ? '' : ` · ${t('calls.code', { code })}`}${httpStatus === null ? '' : ` · HTTP ${httpStatus}`}${took}`;
}

/** "Put Asa Ost into level Lobby": what changed, or else what was asked. */
function describe({ path, deeds, outcome }) {
  if (deeds.length > 0) return deeds.map(describeDeed).join('; ');
  const last = path.split('/').slice(-2).join('/');
  const asked = hasWord(`asked.${last}`) ? t(`asked.${last}`) : t(`family.${familyOf(path)}`);
  return outcome === 'ok' ? asked : t('calls.wanted', { what: asked });
}

function describeDeed({ kind, names, count, levelName }) {
  const more = count - names.length;
  const who = names.join(', ') + (more > 0 ? ` ${t('door.more', { count: more })}` : '');
  return t(`deed.${kind}`, { who, level: levelName ?? '' });
}

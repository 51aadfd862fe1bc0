import { byId, make, setText, showRows } from './dom.js';
import { state } from './state.js';
import { duration, moment, t } from './words.js';

export function showHealth() {
  const { health } = state;
  const element = byId('health');
  const reasons = (health?.reasons ?? []).map((reason) => t(`health.${reason}`));
  setText(element, health === null ? '' : reasons.length === 0 ? t('health.ok') : reasons.join(' · '));
  element.dataset.state = health?.status === 'ok' ? 'ok' : 'bad';
}

export function showFigures() {
  const stats = state.health?.stats ?? null;
  byId('figures-card').hidden = stats === null;
  if (stats === null) return;
  showRows(byId('figures'), figuresOf(stats), ({ name }) => name, figure);
}

function figuresOf(stats) {
  const { oldestUnrevokedSeconds: unrevoked, watermark } = stats;
  return [
    { name: t('figures.expected'), value: stats.expected },
    { name: t('figures.onSite'), value: stats.onSite },
    { name: t('figures.overstaying'), value: stats.overstaying, isBad: stats.overstaying > 0 },
    { name: t('figures.failedAccess'), value: stats.failedAccess, isBad: stats.failedAccess > 0 },
    { name: t('figures.unrevoked'), value: unrevoked === null ? t('figures.none') : duration(unrevoked) },
    { name: t('figures.queue'), value: stats.queueDepth },
    ...stats.callBudget.map(({ used, effectiveLimit, windowSeconds, pausedUntil }) => ({
      name: t('figures.budget', { seconds: windowSeconds }),
      value: `${used} / ${effectiveLimit}`,
      isBad: pausedUntil !== null,
    })),
    {
      name: t('figures.watermark'),
      value: watermark.completeTo === null ? t('figures.never') : moment(watermark.completeTo),
      isBad: state.health.reasons.includes('passages_late'),
    },
  ];
}

function figure({ name, value, isBad }) {
  return make('div', { 'data-state': isBad && 'bad' }, make('dt', {}, name), make('dd', {}, String(value)));
}

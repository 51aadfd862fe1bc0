import { changed, state } from './state.js';
import { byId, setText } from './dom.js';
import { t } from './words.js';

let connection = 'connecting';

/** Follows the server; the browser itself connects again after a cut, and gets a whole snapshot then. */
export function follow() {
  const source = new EventSource('/control/live');
  const take = (event) => {
    const { clocks, ...parts } = JSON.parse(event.data);
    state.skewMs = clocks.serverNowMs - performance.now();
    state.view = { ...state.view, ...parts };
    showConnection('live');
    changed(Object.keys(parts));
  };
  source.addEventListener('snapshot', take);
  source.addEventListener('change', take);
  source.addEventListener('error', () => {
    showConnection('lost');
    // After a refusal (rather than a cut) the browser gives up by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3_000);
  });
}

export function showConnection(next = connection) {
  connection = next;
  const element = byId('connection');
  setText(element, t(`connection.${next}`));
  element.dataset.state = next;
  if (state.view === null) return;
  const { downMode } = state.view.site;
  const hikcentral = byId('hikcentral-state');
  setText(hikcentral, downMode === null ? t('hikcentral.serving') : t('hikcentral.down', { mode: downMode }));
  hikcentral.dataset.state = downMode === null ? 'live' : 'lost';
}

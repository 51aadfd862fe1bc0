import { call } from './api.js';
import { byId, setText } from './dom.js';
import { addAlert, addPassages, changed, state } from './state.js';
import { t } from './words.js';

const RETRY_FIRST_MS = 2_000;
const RETRY_LONGEST_MS = 30_000;
/** Health comes every 15 s; a connection that says nothing for longer is one in name only. */
const SILENT_AFTER_MS = 45_000;

let source = null;
let connection = 'connecting';
let retryMs = RETRY_FIRST_MS;
let retryTimer = 0;
let silenceTimer = 0;
let hooks = { onStale: () => undefined, onSignedOut: () => undefined };

/**
 * Follows what happens. The browser connects again by itself after a cut and says how far it had come.
 * @param given `onStale`: lists are to be read anew; `onSignedOut`: nobody is signed in any more
 */
export function follow(given) {
  hooks = given;
  stopFollowing();
  showConnection('connecting');
  source = new EventSource('/api/v1/live');
  listen('visit', () => hooks.onStale());
  listen('passage', (data) => {
    addPassages([data]);
    changed();
    hooks.onStale();
  });
  listen('alert', (data, id) => {
    if ((data.incident?.state ?? 'open') === 'open') addAlert(id, data);
    changed();
    hooks.onStale();
  });
  listen('health', (data) => {
    state.health = data;
    changed();
  });
  listen('reset', () => hooks.onStale());
  source.addEventListener('open', () => {
    retryMs = RETRY_FIRST_MS;
    showConnection('live');
    hooks.onStale();
    heard();
  });
  source.addEventListener('error', () => void reconnect());
  heard();
}

export function stopFollowing() {
  source?.close();
  source = null;
  clearTimeout(retryTimer);
  clearTimeout(silenceTimer);
}

export function showConnection(next = connection) {
  connection = next;
  const element = byId('connection');
  setText(element, state.caller === null ? '' : t(`connection.${next}`));
  element.dataset.state = next === 'live' ? 'ok' : next === 'lost' ? 'bad' : 'waiting';
}

function listen(name, take) {
  const ours = source;
  ours.addEventListener(name, (event) => {
    if (ours !== source) return;
    heard();
    take(JSON.parse(event.data), event.lastEventId);
  });
}

function heard() {
  clearTimeout(silenceTimer);
  silenceTimer = setTimeout(() => void reconnect(true), SILENT_AFTER_MS);
}

/** A cut the browser mends by itself; a refusal ends its tries, and so does a connection that fell silent. */
async function reconnect(isSilent = false) {
  const ours = source;
  showConnection('lost');
  try {
    await call('GET', '/me');
  } catch (error) {
    if (ours === source && error.status === 401) {
      stopFollowing();
      hooks.onSignedOut();
      return;
    }
  }
  if (ours !== source || ours === null) return;
  if (!isSilent && ours.readyState !== EventSource.CLOSED) return;
  stopFollowing();
  // Apart from each other: every page of a site loses the same server at the same time.
  retryTimer = setTimeout(() => follow(hooks), retryMs * (0.5 + Math.random()));
  retryMs = Math.min(RETRY_LONGEST_MS, retryMs * 2);
}

import { call } from './api.js';
import { byId, setText } from './dom.js';
import { showFigures, showHealth } from './figures.js';
import { readIncidents, showIncidents } from './incidents.js';
import { showAlerts, showInside, showPassages } from './lists.js';
import { follow, showConnection, stopFollowing } from './live.js';
import { addPassages, changed, forgetAll, onChange, seesAll, state } from './state.js';
import { onLanguage, setLanguage, t, translatePage } from './words.js';

/** Many events in a row are one look at the lists. */
const READ_AFTER_MS = 300;
const READ_AGAIN_AFTER_MS = 3_000;
const RETRY_MS = 5_000;
/** A session that is not refreshed ends after twelve hours. */
const REFRESH_EVERY_MS = 60 * 60_000;

let readTimer = 0;
let isReading = false;
/** Something happened while the lists were being read. */
let isReadAgain = false;
let wasReadAtMs = -Infinity;

function show() {
  const isSignedIn = state.caller !== null;
  byId('board').hidden = !isSignedIn;
  byId('sign-out').hidden = !isSignedIn;
  setText(byId('who'), isSignedIn ? `${state.caller.name} · ${state.caller.role}` : '');
  showConnection();
  for (const draw of [showHealth, showFigures, showInside, showPassages, showIncidents, showAlerts]) draw();
}

function showFault(error) {
  const fault = byId('fault');
  fault.hidden = error === null;
  if (error !== null) setText(fault, error.message || t('fault.unreachable'));
}

function readSoon() {
  isReadAgain = isReading;
  if (readTimer !== 0 || isReading) return;
  const sinceMs = performance.now() - wasReadAtMs;
  readTimer = setTimeout(() => void readLists(), Math.max(READ_AFTER_MS, READ_AGAIN_AFTER_MS - sinceMs));
}

async function readLists() {
  readTimer = 0;
  isReading = true;
  try {
    await (seesAll() ? readAll() : readOwn());
    showFault(null);
  } catch (error) {
    if (error.status === 401) signedOut();
    else {
      showFault(error);
      setTimeout(readSoon, RETRY_MS);
    }
  } finally {
    isReading = false;
    wasReadAtMs = performance.now();
  }
  changed();
  if (isReadAgain) readSoon();
}

async function readAll() {
  const [muster, passages] = await Promise.all([
    call('GET', '/on-site'),
    call('GET', '/passages?limit=30'),
    readIncidents(),
  ]);
  state.muster = muster;
  addPassages(passages.items);
}

/** A host reads no muster list, but their own visits. */
async function readOwn() {
  const { items } = await call('GET', '/visits?status=checked_in&limit=200');
  const shown = items.map(({ id, guest, host, checkedInAt, validTo }) => ({
    visitId: id,
    guest,
    host,
    checkedInAt,
    validTo,
  }));
  state.muster = { items: shown, complete: true, completeTo: null };
}

function signedOut() {
  stopFollowing();
  isReadAgain = false;
  clearTimeout(readTimer);
  readTimer = 0;
  forgetAll();
  byId('sign-in').hidden = false;
  show();
  byId('email').focus();
}

async function begin() {
  try {
    state.caller = await call('GET', '/me');
  } catch (error) {
    if (error.status === 401) signedOut();
    else {
      byId('board').hidden = false;
      showFault(error);
      setTimeout(() => void begin(), RETRY_MS);
    }
    return;
  }
  byId('sign-in').hidden = true;
  wasReadAtMs = -Infinity;
  showFault(null);
  show();
  follow({ onStale: readSoon, onSignedOut: signedOut });
  readSoon();
}

async function signIn(event) {
  event.preventDefault();
  const fault = byId('sign-in-fault');
  fault.hidden = true;
  try {
    await call('POST', '/auth/login', { email: byId('email').value, password: byId('password').value });
    byId('password').value = '';
    await begin();
    byId('main').focus();
  } catch (error) {
    setText(fault, error.message || t('fault.unreachable'));
    fault.hidden = false;
  }
}

async function signOut() {
  try {
    await call('POST', '/auth/logout');
    signedOut();
  } catch (error) {
    if (error.status === 401) signedOut();
    else showFault(error);
  }
}

async function keepSession() {
  if (state.caller === null) return;
  try {
    await call('POST', '/auth/refresh');
  } catch (error) {
    // Anything else passes; the next one comes long before the session ends.
    if (error.status === 401) signedOut();
  }
}

translatePage();
onChange(show);
onLanguage(show);
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => setLanguage(button.dataset.language));
}
byId('sign-in').addEventListener('submit', (event) => void signIn(event));
byId('sign-out').addEventListener('click', () => void signOut());
setInterval(() => void keepSession(), REFRESH_EVERY_MS);
void begin();

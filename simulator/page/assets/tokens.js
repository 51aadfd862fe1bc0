import { make, setAttribute, setText } from './dom.js';
import { initials } from './format.js';
import { openPerson } from './person.js';
import { t } from './words.js';

const TRAVEL_MS = 600;
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** One person in one row of a door's card. */
export function makeToken(token) {
  const element = make('button.token', { type: 'button', onclick: () => openPerson(element.dataset.personId) });
  element.dataset.personId = token.personId;
  return element;
}

export function updateToken(element, token, door) {
  setText(element, initials(token.personName) || '?');
  setAttribute(element, 'data-door-code', door.doorIndexCode);
  setAttribute(element, 'data-stage', token.stage);
  setAttribute(element, 'data-removal', token.isRemoval && token.stage !== 'record' ? '' : null);
  const key = token.isRemoval && token.stage !== 'applied' ? `token.removal.${token.stage}` : `token.${token.stage}`;
  const words = t(key, { name: token.personName, door: door.doorName });
  setAttribute(element, 'aria-label', words);
  setAttribute(element, 'title', words);
}

/** Where each token stands on the screen, and which has the focus. */
export function tokensOn(root) {
  return [...root.querySelectorAll('.token')].map((token) => ({
    token,
    place: token.getBoundingClientRect(),
    isFocused: token === document.activeElement,
  }));
}

/**
 * A change of row makes another element of a token. To the eye it travels from where it was, or from the row where the same
 * person was seen at this door; and where it had the focus it keeps it.
 * @param before what {@link tokensOn} told before the change
 */
export function carryOver(root, before) {
  const known = new Map(before.map((one) => [one.token, one]));
  for (const token of root.querySelectorAll('.token')) {
    const origin = known.get(token) ?? originOf(token, before);
    if (origin === undefined) continue;
    if (origin.isFocused && !origin.token.isConnected) token.focus({ preventScroll: true });
    travel(token, origin.place);
  }
}

function originOf({ dataset }, before) {
  const same = before.filter(
    ({ token }) => token.dataset.personId === dataset.personId && token.dataset.doorCode === dataset.doorCode,
  );
  return same.find(({ token }) => !token.isConnected) ?? same[0];
}

function travel(token, from) {
  if (isStill.matches || document.hidden) return;
  const to = token.getBoundingClientRect();
  const [x, y] = [from.left - to.left, from.top - to.top];
  if (Math.abs(x) + Math.abs(y) < 4) return;
  const frames = [{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }];
  token.animate(frames, { duration: TRAVEL_MS, easing: 'cubic-bezier(.3,.7,.2,1)' });
}

import { make, setAttribute, setText } from './dom.js';
import { initials } from './format.js';
import { openPerson } from './person.js';
import { t } from './words.js';

const TRAVEL_MS = 600;
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** One person in one row of a door's card. The same element moves from row to row, so that one sees it travel. */
export function makeToken(token) {
  const element = make('button.token', { type: 'button', onclick: () => openPerson(element.dataset.personId) });
  element.dataset.personId = token.personId;
  return element;
}

export function updateToken(element, token, door) {
  setText(element, initials(token.personName) || '?');
  setAttribute(element, 'data-stage', token.stage);
  setAttribute(element, 'data-removal', token.isRemoval && token.stage !== 'record' ? '' : null);
  const key = token.isRemoval && token.stage !== 'applied' ? `token.removal.${token.stage}` : `token.${token.stage}`;
  const words = t(key, { name: token.personName, door: door.doorName });
  setAttribute(element, 'aria-label', words);
  setAttribute(element, 'title', words);
}

/** Where each person's tokens stand on the screen. */
export function placesOf(root) {
  const places = new Map();
  for (const token of root.querySelectorAll('.token')) places.set(token, token.getBoundingClientRect());
  return places;
}

/**
 * Lets every token that has moved travel from where it was; a new one comes from the row above, where the same person was.
 * @param before what {@link placesOf} told before the change
 */
export function travel(root, before) {
  if (isStill.matches || document.hidden) return;
  for (const token of root.querySelectorAll('.token')) {
    const from = before.get(token) ?? originOf(token, before);
    const to = token.getBoundingClientRect();
    if (from === undefined || from.width === 0) continue;
    const [x, y] = [from.left - to.left, from.top - to.top];
    if (Math.abs(x) + Math.abs(y) < 4) continue;
    const frames = [{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }];
    token.animate(frames, { duration: TRAVEL_MS, easing: 'cubic-bezier(.3,.7,.2,1)' });
  }
}

function originOf(token, before) {
  const card = token.closest('.door');
  let origin;
  for (const [other, place] of before) {
    const isSame = other.dataset.personId === token.dataset.personId && other !== token;
    if (isSame && (other.closest('.door') === card || !other.isConnected)) origin = place;
  }
  return origin;
}

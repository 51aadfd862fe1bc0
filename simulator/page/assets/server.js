import { byId } from './dom.js';
import { t } from './words.js';

let hideTimer = 0;

/** Tells the outcome of something the person did: seen, and read out. */
export function say(text, isBad = false) {
  const element = byId('say');
  // What lies behind an open dialog is neither seen nor read out.
  const place = document.querySelector('dialog[open]') ?? document.body;
  if (element.parentElement !== place) place.append(element);
  element.hidden = false;
  element.textContent = text;
  element.classList.toggle('bad', isBad);
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    element.hidden = true;
  }, 6_000);
}

/** @throws Error with what the server said */
export async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new Error(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

/** What an operator does at HikCentral's own client. @throws Error with HikCentral's refusal */
export async function operate(path, body) {
  const answer = await ask('POST', '/control/operator', { path, body });
  if (String(answer.code) !== '0') throw new Error(`${answer.code} ${answer.msg}`);
  return answer.data;
}

/** Runs a handler and tells what went wrong with it; what went right the handler tells itself. */
export function attempt(work) {
  return async (event) => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (error) {
      say(t('failed', { reason: error.message }), true);
    }
  };
}

import { byId, make, renderOnce } from './dom.js';
import { ask, attempt, say } from './server.js';
import { choose, state } from './state.js';
import { t } from './words.js';

let wasShown = false;
const LESSONS = ['record', 'queued', 'door', 'revoke', 'budget'];

export function startWelcome() {
  byId('add-demo').addEventListener(
    'click',
    attempt(async () => {
      const { personId } = await ask('POST', '/control/page/demo-guest');
      choose(personId);
      say(t('welcome.added'));
    }),
  );
}

/** Open until a partner has called; from then on it stays as the person leaves it. */
export function showWelcome() {
  const { site, calls } = state.view;
  if (!wasShown) {
    wasShown = true;
    byId('welcome').open = calls.total === 0;
  }
  const facts = [
    [t('welcome.baseUrl'), location.origin],
    ['AppKey', site.appKey],
    ['AppSecret', site.appSecret ?? t('welcome.ownSecret')],
  ];
  renderOnce(byId('connection-facts'), facts, () =>
    facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, make('code', {}, value)))),
  );
  const secret = site.appSecret ?? '…';
  const commands = [
    `export HIKCENTRAL_BASE_URL=${location.origin} \\\n  HIKCENTRAL_APP_KEY=${site.appKey} \\\n  HIKCENTRAL_APP_SECRET=${secret}`,
    'npm start',
  ];
  renderOnce(byId('commands'), commands, () => [commands.join('\n')]);
  const lessons = LESSONS.map((name) => t(`lesson.${name}`));
  renderOnce(byId('lessons'), lessons, () => lessons.map((lesson) => make('li', {}, lesson)));
}

import { showCalls, tickCalls } from './calls.js';
import { showFaults, startFaults } from './faults.js';
import { follow, showConnection } from './live.js';
import { showPassages } from './passages.js';
import { showPeople, startSearch } from './people.js';
import { refreshPerson, startPerson } from './person.js';
import { showDoors } from './site.js';
import { onChange, state } from './state.js';
import { showWalk, startWalk } from './walk.js';
import { showWelcome, startWelcome } from './welcome.js';
import { onLanguage, setLanguage, translatePage } from './words.js';

/** Which parts of the view each part of the page is made from. */
const SHOWS = [
  [['site', 'calls', 'people'], showWelcome],
  [['doors', 'people', 'walker', 'walked'], showDoors],
  [['people', 'doors', 'walker', 'found'], showPeople],
  [['people', 'doors', 'walker', 'found', 'passages', 'walked'], showWalk],
  [['passages', 'doors'], showPassages],
  [['calls'], showCalls],
  [['faults', 'doors', 'site'], showFaults],
  [['people', 'doors'], refreshPerson],
];

function show(parts) {
  for (const [needs, draw] of SHOWS) if (needs.some((name) => parts.includes(name))) draw();
}

translatePage();
showConnection();
startWelcome();
startWalk();
startSearch();
startFaults();
startPerson();
onChange(show);
onLanguage(() => {
  showConnection();
  if (state.view !== null) show(SHOWS.flatMap(([needs]) => needs));
});
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => setLanguage(button.dataset.language));
}
follow();
setInterval(() => {
  if (state.view === null) return;
  tickCalls();
  showPeople();
}, 1_000);

import { byId, make, reconcile, renderOnce, setText } from './dom.js';
import { duration } from './format.js';
import { ask, attempt, say } from './server.js';
import { state } from './state.js';
import { t } from './words.js';

const DOWN_FOR_MS = 20_000;
const APPLY_LATER_MS = 10_000;
const CLOCK_WRONG_MS = 5 * 60_000;

const firstDoor = () => state.view.doors[0];
const setDoor = (doorIndexCode, body) => ask('POST', `/control/doors/${encodeURIComponent(doorIndexCode)}`, body);

/** The troubles that teach most, one button each. */
const PRESETS = [
  ['doorOffline', () => setDoor(firstDoor().doorIndexCode, { online: false })],
  ['loseAnswer', () => ask('POST', '/control/faults', { kind: 'lose-answer', path: '*', times: 1 })],
  ['down', () => ask('POST', '/control/server', { down: '503', forMs: DOWN_FOR_MS })],
  [
    'slowApplication',
    () =>
      ask('POST', '/control/faults', {
        kind: 'delay',
        path: '/api/visitor/v1/auth/reapplication',
        delayMs: APPLY_LATER_MS,
        phase: 'before',
        times: 1,
      }),
  ],
  ['refuseFace', () => setDoor(firstDoor().doorIndexCode, { applicationFault: { errorItems: '3', times: 1 } })],
  ['clockWrong', () => setDoor(firstDoor().doorIndexCode, { clockOffsetMs: CLOCK_WRONG_MS })],
];

const values = () => ({
  door: firstDoor()?.doorName ?? '',
  time: duration(DOWN_FOR_MS),
  wait: duration(APPLY_LATER_MS),
  offset: duration(CLOCK_WRONG_MS),
});

export function startFaults() {
  for (const [name, work] of PRESETS) {
    const run = attempt(async () => {
      await work();
      say(t(`fault.${name}.done`, values()));
    });
    byId('fault-buttons').append(make('button', { type: 'button', 'data-fault': name, onclick: run }));
  }
  byId('clear-faults').addEventListener('click', attempt(clearAll));
}

async function clearAll() {
  await ask('DELETE', '/control/faults');
  for (const { doorIndexCode } of state.view.doors) {
    await setDoor(doorIndexCode, { online: true, clockOffsetMs: 0, applicationFault: null });
  }
  await ask('POST', '/control/server', { down: null, clockOffsetMs: 0 });
  say(t('faults.cleared'));
}

export function showFaults() {
  for (const button of byId('fault-buttons').children) setText(button, t(`fault.${button.dataset.fault}`, values()));
  const active = activeFaults();
  const keyOf = ({ key }) => key;
  reconcile(
    byId('faults'),
    active.length === 0 ? [{ key: 'none', text: t('faults.none') }] : active,
    keyOf,
    makeFault,
    updateFault,
  );
}

function activeFaults() {
  const { faults, doors, site } = state.view;
  return [
    ...faults.map((fault) => ({
      key: `fault ${fault.id}`,
      text: describeFault(fault),
      end: () => ask('DELETE', `/control/faults/${fault.id}`),
    })),
    ...doors
      .filter(({ isOnline }) => !isOnline)
      .map(({ doorIndexCode, doorName }) => ({
        key: `offline ${doorIndexCode}`,
        text: t('faults.offline', { door: doorName }),
        end: () => setDoor(doorIndexCode, { online: true }),
      })),
    ...doors
      .filter(({ clockOffsetMs }) => clockOffsetMs !== 0)
      .map(({ doorIndexCode, doorName, clockOffsetMs }) => ({
        key: `clock ${doorIndexCode}`,
        text: t('faults.clock', { door: doorName, time: duration(clockOffsetMs) }),
        end: () => setDoor(doorIndexCode, { clockOffsetMs: 0 }),
      })),
    ...(site.downMode === null
      ? []
      : [
          {
            key: 'down',
            text: t('hikcentral.down', { mode: site.downMode }),
            end: () => ask('POST', '/control/server', { down: null }),
          },
        ]),
  ];
}

function describeFault({ kind, path, times, code, delayMs }) {
  const left = times === null || times === undefined ? t('faults.always') : t('faults.left', { count: times });
  const extra = [code && t('calls.code', { code }), delayMs && duration(delayMs)].filter(Boolean).join(', ');
  return `${t(`kind.${kind}`) === `kind.${kind}` ? kind : t(`kind.${kind}`)}${extra === '' ? '' : ` (${extra})`} · ${path === '*' ? t('faults.anyCall') : path} · ${left}`;
}

function makeFault() {
  return make('li.fault');
}

function updateFault(element, { text, end }) {
  renderOnce(element, [text, t('language')], () =>
    [
      make('span', {}, text),
      end !== undefined &&
        make(
          'button',
          { type: 'button', 'aria-label': `${t('faults.end')}: ${text}`, onclick: attempt(end) },
          t('faults.end'),
        ),
    ].filter(Boolean),
  );
}

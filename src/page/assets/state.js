const PASSAGES_KEPT = 30;
const ALERTS_KEPT = 30;

export const state = {
  /** null: nobody is signed in. */
  caller: null,
  /** Answer of `/on-site`; null: not read yet. */
  muster: null,
  passages: [],
  alerts: [],
  /** Open and taken ones; null: not read yet. */
  incidents: null,
  /** Data of the last event `health`. */
  health: null,
};

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function changed() {
  for (const listener of listeners) listener();
}

export function forgetAll() {
  Object.assign(state, { caller: null, muster: null, passages: [], alerts: [], incidents: null, health: null });
}

/** Newest first; the same passage comes again once its visit is known. */
export function addPassages(passages) {
  const byId = new Map([...state.passages, ...passages].map((passage) => [passage.id, passage]));
  state.passages = [...byId.values()]
    .sort((one, other) => other.occurredAt.localeCompare(one.occurredAt) || other.id.localeCompare(one.id))
    .slice(0, PASSAGES_KEPT);
}

/** @param id of the event: sent again after a cut, it is the same alert */
export function addAlert(id, alert) {
  if (state.alerts.some((known) => known.id === id)) return;
  state.alerts = [{ id, ...alert }, ...state.alerts].slice(0, ALERTS_KEPT);
}

export function seesAll() {
  return state.caller?.role !== 'host';
}

/** As the server's table of roles has it; the server decides. */
export function handlesIncidents() {
  return state.caller?.role === 'admin' || state.caller?.role === 'security';
}

/** What the server last told, and what the person chose. */
export const state = {
  view: null,
  /** Who walks: a person's id, or null for a face nobody knows. */
  walkerId: undefined,
  skewMs: 0,
  /** Found by search, so that they can walk too. */
  found: [],
};

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function changed(parts) {
  for (const listener of listeners) listener(parts);
}

/** HikCentral's clock, carried on by this computer's. */
export function serverNowMs() {
  return performance.now() + state.skewMs;
}

/** The clock that calls are counted by. */
export function trueNowMs() {
  return serverNowMs() - (state.view?.site.clockOffsetMs ?? 0);
}

export function doorName(doorIndexCode) {
  return state.view.doors.find((door) => door.doorIndexCode === doorIndexCode)?.doorName ?? doorIndexCode;
}

export function personRow(personId) {
  return [...state.view.people.guests, ...state.found].find((row) => row.personId === personId);
}

export function choose(personId) {
  state.walkerId = personId;
  changed(['walker']);
}

import { CATALOGUE } from '../../../simulator/endpoints/catalogue.js';
import { type Endpoint } from '../../../simulator/endpoints/endpoint.js';
import { untilEnded } from './quiescence.js';

/** They look into pictures with threads of their own. */
const LOOK_AT_PICTURES = [
  '/api/resource/v1/person/single/add',
  '/api/resource/v1/person/single/update',
  '/api/resource/v1/person/face/update',
];

let last: Promise<unknown> = Promise.resolve();

/** Virtual time waits for them, and they run one after the other, so that a seed replays. Once in a process. */
export function waitForPictures(): void {
  for (const path of LOOK_AT_PICTURES) {
    const endpoint = CATALOGUE.get(path);
    if (endpoint === undefined) throw new Error(`no endpoint ${path}`);
    const { handle } = endpoint;
    const inTurn: Endpoint['handle'] = (call) => {
      const turn = last.then(() => handle(call));
      // What it throws belongs to its own caller; the next one only waits for its end.
      last = turn.catch(() => undefined);
      return untilEnded(turn);
    };
    Object.assign(endpoint, { handle: inTurn });
  }
}

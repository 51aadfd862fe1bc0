import { type WorldState } from './world-state.js';
import { type World } from './world.js';

/** The world as it is now. The lists are copies; what is in them is the world's own, so save it at once. */
export function stateOf(world: World, eventIdSalt: string): WorldState {
  return {
    eventIdSalt,
    nextPersonId: world.persons.nextId(),
    nextOrgIndexCode: world.organisations.nextCode(),
    nextEventNumber: world.passages.nextEventNumber(),
    organisations: world.organisations.all(),
    persons: world.persons.all(),
    levels: world.levels.all(),
    doors: world.perimeter.all(),
    slates: world.slates.entries().map(([doorIndexCode, { copies, waiting, failures }]) => ({
      doorIndexCode,
      copies: [...copies.values()],
      waiting: [...waiting].map(([personId, { isQueued }]) => ({ personId, isQueued })),
      failures: [...failures.values()],
    })),
    events: world.events.all(),
    keptEvents: world.passages.kept(),
    visits: world.visits.all(),
    subscriptions: world.subscriptions.all(),
    qrCodeConfig: world.qrCodeConfig,
  };
}

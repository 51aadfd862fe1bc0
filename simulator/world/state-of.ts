import { type WorldState } from './world-state.js';
import { type World } from './world.js';

/** What is small, or seldom changes. */
export function restOf(
  world: World,
  eventIdSalt: string,
): Omit<WorldState, 'persons' | 'levels' | 'slates' | 'events' | 'keptEvents' | 'visits'> {
  return {
    eventIdSalt,
    nextPersonId: world.persons.nextId(),
    nextOrgIndexCode: world.organisations.nextCode(),
    nextEventNumber: world.passages.nextEventNumber(),
    organisations: world.organisations.all(),
    doors: world.perimeter.all(),
    subscriptions: world.subscriptions.all(),
    qrCodeConfig: world.qrCodeConfig,
  };
}

/** The world as it is now. The lists are copies; what is in them is the world's own, so save it at once. */
export function stateOf(world: World, eventIdSalt: string): WorldState {
  return {
    ...restOf(world, eventIdSalt),
    persons: world.persons.all(),
    levels: world.levels.all(),
    slates: world.slates.entries().map(([doorIndexCode, { copies, waiting, failures }]) => ({
      doorIndexCode,
      copies: [...copies.values()],
      waiting: [...waiting].map(([personId, { isQueued }]) => ({ personId, isQueued })),
      failures: [...failures.values()],
    })),
    events: world.events.all(),
    keptEvents: world.passages.kept(),
    visits: world.visits.all(),
  };
}

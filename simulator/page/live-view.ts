import { type Fault } from '../control/faults.js';
import { type PageParts } from './page-parts.js';
import { Calls, type CallsView } from './views/calls-view.js';
import { type DoorCard, viewDoors } from './views/doors-view.js';
import { viewPassages } from './views/passages-view.js';
import { type PeopleView, viewPeople } from './views/people-view.js';

export interface SiteView {
  readonly appKey: string;
  readonly appSecret: string | null;
  readonly applyDelayMs: number;
  readonly eventDelayMs: number;
  /** How HikCentral is down; null while it serves. */
  readonly downMode: string | null;
  readonly clockOffsetMs: number;
}

/** What the page shows, in parts that change apart from one another. */
export interface LiveView {
  readonly site: SiteView;
  readonly doors: readonly DoorCard[];
  readonly people: PeopleView;
  readonly calls: CallsView;
  readonly passages: ReturnType<typeof viewPassages>;
  readonly faults: readonly (Fault & { readonly id: number })[];
}

/** Looks at everything once. Costs the number of persons, so it is done only while somebody looks. */
export function liveViewer(parts: PageParts): () => LiveView {
  const { world, appKey, history, limiter, faults, availability } = parts;
  const calls = new Calls(appKey, history, limiter, world);
  return () => ({
    site: {
      appKey,
      appSecret: parts.shownAppSecret,
      applyDelayMs: world.settings.applyDelayMs,
      eventDelayMs: world.settings.eventDelayMs,
      downMode: availability.downMode(),
      clockOffsetMs: parts.serverClock.offsetMs,
    },
    doors: viewDoors(world),
    people: viewPeople(world),
    calls: calls.view(),
    passages: viewPassages(world),
    faults: faults.list(),
  });
}

import { Ring } from '../runtime/ring.js';
import { type Actor } from './model.js';

/** One thing that changed. Names what it touched by ids only. */
export interface Effect {
  readonly sequence: number;
  readonly atMs: number;
  readonly actor: Actor;
  readonly kind: EffectKind;
  /** The partner that made the thing that changed; null when an operator or the seed made it. */
  readonly ownerAppKey: string | null;
  readonly personId?: string;
  readonly orgIndexCode?: string;
  readonly privilegeGroupId?: string;
  readonly doorIndexCode?: string;
  readonly eventId?: string;
  readonly appointRecordId?: string;
}

export type EffectKind =
  | 'organisation-added'
  | 'organisation-changed'
  | 'organisation-deleted'
  | 'person-added'
  | 'person-changed'
  | 'person-deleted'
  | 'face-replaced'
  | 'level-added'
  | 'level-changed'
  | 'level-deleted'
  | 'visit-reserved'
  | 'visit-changed'
  | 'visit-cancelled'
  | 'visit-decided'
  | 'visitor-checked-in'
  | 'visitor-checked-out'
  | 'subscribed'
  | 'unsubscribed'
  | 'push-ended'
  | 'qr-code-configured'
  | 'member-added'
  | 'member-removed'
  | 'application-queued'
  | 'copy-written'
  | 'copy-dropped'
  | 'application-failed'
  | 'passage'
  | 'event-recorded'
  | 'door-controlled'
  | 'door-set'
  | 'licence-changed'
  | 'world-restored';

export type EffectDetails = Omit<Effect, 'sequence' | 'atMs'>;

/** The newest effects that are kept, unless told otherwise. */
const KEPT_EFFECTS = 200_000;

/** Every change of the world passes here: the history reads it, persistence wakes by it. */
export class Journal {
  private readonly entries: Ring<Effect>;
  /** Apart from the rest, so that a soak does not push them out. */
  private readonly foreign: Ring<Effect>;
  private readonly touchListeners: ((personId: string) => void)[] = [];
  private sequence = 0;
  private readonly listeners: ((effect: Effect) => void)[] = [];

  constructor(
    private readonly nowMs: () => number,
    keptEffects = KEPT_EFFECTS,
  ) {
    this.entries = new Ring(keptEffects);
    this.foreign = new Ring(keptEffects);
  }

  record(details: EffectDetails): void {
    this.sequence += 1;
    const effect = { sequence: this.sequence, atMs: this.nowMs(), ...details };
    this.entries.add(effect);
    if (isForeign(effect)) this.foreign.add(effect);
    for (const listener of this.listeners) listener(effect);
  }

  effects(): readonly Effect[] {
    return this.entries.items();
  }

  /** Something about a person changed that is no effect of its own. */
  touch(personId: string): void {
    for (const listener of this.touchListeners) listener(personId);
  }

  onTouch(listener: (personId: string) => void): void {
    this.touchListeners.push(listener);
  }

  onChange(listener: (effect: Effect) => void): void {
    this.listeners.push(listener);
  }

  /** Calls of this partner that changed something this partner did not make. */
  foreignChanges(appKey: string): readonly Effect[] {
    return this.foreign.items().filter(({ actor }) => actor.by === 'api' && actor.appKey === appKey);
  }
}

function isForeign({ actor, ownerAppKey, kind }: EffectDetails): boolean {
  return actor.by === 'api' && ownerAppKey !== actor.appKey && !SHARED_KINDS.has(kind);
}

/** Opening a door or asking for application is what every partner may do; it changes nobody's record. */
const SHARED_KINDS: ReadonlySet<EffectKind> = new Set(['application-queued', 'door-controlled']);

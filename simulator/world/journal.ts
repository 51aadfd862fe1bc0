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
}

export type EffectKind =
  | 'organisation-added'
  | 'organisation-changed'
  | 'organisation-deleted'
  | 'person-added'
  | 'person-changed'
  | 'person-deleted'
  | 'face-replaced'
  | 'member-added'
  | 'member-removed'
  | 'application-queued'
  | 'copy-written'
  | 'copy-dropped'
  | 'application-failed'
  | 'passage'
  | 'event-recorded'
  | 'door-controlled'
  | 'door-set';

export type EffectDetails = Omit<Effect, 'sequence' | 'atMs'>;

/** Every change of the world passes here: the history reads it, persistence wakes by it. */
export class Journal {
  private readonly entries: Effect[] = [];
  private sequence = 0;
  private listener: () => void = () => undefined;

  constructor(private readonly nowMs: () => number) {}

  record(details: EffectDetails): void {
    this.sequence += 1;
    this.entries.push({ sequence: this.sequence, atMs: this.nowMs(), ...details });
    this.listener();
  }

  effects(): readonly Effect[] {
    return this.entries;
  }

  onChange(listener: () => void): void {
    this.listener = listener;
  }

  /** Calls of this partner that changed something this partner did not make. */
  foreignChanges(appKey: string): readonly Effect[] {
    return this.entries.filter(
      ({ actor, ownerAppKey, kind }) =>
        actor.by === 'api' && actor.appKey === appKey && ownerAppKey !== appKey && !SHARED_KINDS.has(kind),
    );
  }
}

/** Opening a door or asking for application is what every partner may do; it changes nobody's record. */
const SHARED_KINDS: ReadonlySet<EffectKind> = new Set(['application-queued', 'door-controlled']);

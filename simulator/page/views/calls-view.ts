import { type Arrival, type History } from '../../server/history.js';
import { type RateLimiter } from '../../server/rate-limit.js';
import { type Effect, type EffectKind } from '../../world/journal.js';
import { type World } from '../../world/world.js';
import { nameOf } from '../guests.js';

const MAX_LISTED = 40;
const MAX_NAMES = 3;

export type CallOutcome = 'pending' | 'ok' | 'refused' | 'unsigned' | 'over-budget' | 'lost';

/** What a call did, of one kind: put three people into one level, wrote one record. */
export interface Deed {
  readonly kind: EffectKind;
  readonly count: number;
  /** The first few. */
  readonly names: readonly string[];
  readonly levelName: string | null;
}

export interface CallView {
  readonly sequence: number;
  readonly atMs: number;
  /** Below `/artemis`. */
  readonly path: string;
  readonly outcome: CallOutcome;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly tookMs: number | null;
  readonly deeds: readonly Deed[];
}

export interface CallsView {
  readonly limitCalls: number | null;
  readonly windowMs: number;
  /** `sliding`, or `fixed` windows that begin at whole multiples of their length. */
  readonly semantics: string;
  readonly countsRefused: boolean;
  /** Every arrival of the AppKey, refused ones too. */
  readonly total: number;
  readonly maxInAnyWindow: number;
  /** The newest first. */
  readonly list: readonly CallView[];
}

/** Reads the history forward, so that a long one costs no more than its news. */
export class Calls {
  private readonly recent: { arrival: Arrival; deeds: Deed[] }[] = [];
  private total = 0;
  private lastArrival = 0;
  private lastEffect = 0;

  constructor(
    private readonly appKey: string,
    private readonly history: History,
    private readonly limiter: RateLimiter,
    private readonly world: World,
  ) {}

  view(): CallsView {
    const { calls, windowMs, semantics, countsRefused } = this.limiter.limit();
    this.readArrivals();
    this.readEffects();
    return {
      limitCalls: calls,
      windowMs,
      semantics,
      countsRefused,
      total: this.total,
      maxInAnyWindow: this.history.maxCallsInAnyWindow(windowMs, this.appKey),
      list: this.recent.map(({ arrival, deeds }) => viewCall(arrival, deeds)).reverse(),
    };
  }

  private readArrivals(): void {
    for (const arrival of newsOf(this.history.arrivals(), this.lastArrival)) {
      this.lastArrival = arrival.sequence;
      if (arrival.appKey !== this.appKey) continue;
      this.total += 1;
      this.recent.push({ arrival, deeds: [] });
    }
    this.recent.splice(0, this.recent.length - MAX_LISTED);
  }

  private readEffects(): void {
    for (const effect of newsOf(this.world.journal.effects(), this.lastEffect)) {
      this.lastEffect = effect.sequence;
      const { actor } = effect;
      if (actor.by !== 'api' || actor.appKey !== this.appKey) continue;
      const call = this.recent.find(({ arrival }) => arrival.sequence === actor.arrival);
      if (call !== undefined) addDeed(call.deeds, this.describe(effect));
    }
  }

  private describe({ kind, personId, privilegeGroupId, orgIndexCode, doorIndexCode }: Effect): Deed {
    const name =
      personId !== undefined
        ? nameOf(this.world, personId)
        : (this.world.organisations.all().find((org) => org.orgIndexCode === orgIndexCode)?.orgName ??
          this.world.perimeter.all().find((door) => door.doorIndexCode === doorIndexCode)?.doorName);
    const levels = this.world.levels.all();
    const levelName = levels.find((level) => level.privilegeGroupId === privilegeGroupId)?.name ?? null;
    return { kind, count: 1, names: name === undefined ? [] : [name], levelName };
  }
}

/** The entries after a sequence number, oldest first, found from the end. */
function newsOf<T extends { readonly sequence: number }>(entries: readonly T[], after: number): readonly T[] {
  let start = entries.length;
  while (start > 0 && (entries[start - 1]?.sequence ?? 0) > after) start -= 1;
  return entries.slice(start);
}

function addDeed(deeds: Deed[], deed: Deed): void {
  const index = deeds.findIndex(({ kind, levelName }) => kind === deed.kind && levelName === deed.levelName);
  const known = deeds[index];
  if (known === undefined) {
    deeds.push(deed);
    return;
  }
  // One person on three doors is one name, not three.
  const names = new Set([...known.names, ...deed.names]);
  const isNew = names.size > known.names.length;
  deeds[index] = {
    ...known,
    count: known.count + (isNew || known.names.length >= MAX_NAMES ? 1 : 0),
    names: [...names].slice(0, MAX_NAMES),
  };
}

function viewCall(arrival: Arrival, deeds: readonly Deed[]): CallView {
  const { sequence, atMs, path, answerCode: code, httpStatus, answeredAtMs } = arrival;
  return {
    sequence,
    atMs,
    path: path.replace(/^\/artemis/, ''),
    outcome: outcomeOf(arrival),
    code,
    httpStatus,
    tookMs: answeredAtMs === null ? null : answeredAtMs - atMs,
    deeds,
  };
}

function outcomeOf({ answeredAtMs, isDelivered, isOverBudget, httpStatus, answerCode }: Arrival): CallOutcome {
  if (answeredAtMs === null) return 'pending';
  if (isOverBudget) return 'over-budget';
  if (!isDelivered) return 'lost';
  if (httpStatus === 401) return 'unsigned';
  return httpStatus === 200 && (answerCode === '0' || answerCode === null) ? 'ok' : 'refused';
}

import { isGrant } from '../../../simulator/world/terminal-decision.js';
import { type HikCentral } from '../world/hikcentral.js';

/** A passage that a door let happen, as HikCentral holds it. */
export interface SeenPassage {
  readonly eventId: string;
  /** The device's clock, whole seconds. */
  readonly atMs: number;
  readonly visibleAtMs: number;
  readonly isExit: boolean;
}

/** A slot, and the page. */
const READING_MS = 90_000;

/** Of the readers that the site's settings map: which lead out. */
export const EXITS: ReadonlySet<string> = new Set(['2', '3', '6']);

/** HikCentral's events by person code, in the order in which the fold takes them. */
export class PassagesSeen {
  private readonly byCode = new Map<string, SeenPassage[]>();
  private readCount = 0;
  /** From a passage's being shown by HikCentral until it must have been read. */
  readonly readWithinMs: number;

  constructor(
    private readonly hikcentral: HikCentral,
    everyMs: number,
  ) {
    this.readWithinMs = everyMs + READING_MS;
  }

  of(codes: Iterable<string>): readonly SeenPassage[] {
    this.read();
    return [...codes].flatMap((code) => this.byCode.get(code) ?? []).sort(byInstant);
  }

  private read(): void {
    const events = this.hikcentral.world.events.all();
    for (let index = this.readCount; index < events.length; index += 1) {
      const { personCode, eventType, eventId, deviceTimeMs, visibleAtMs, readerIndexCode } = events[index]!;
      if (personCode === '' || !isGrant(eventType)) continue;
      const known = this.byCode.get(personCode) ?? [];
      known.push({ eventId, atMs: deviceTimeMs, visibleAtMs, isExit: EXITS.has(readerIndexCode) });
      this.byCode.set(personCode, known);
    }
    this.readCount = events.length;
  }
}

function byInstant(one: SeenPassage, other: SeenPassage): number {
  return one.atMs - other.atMs || (one.eventId < other.eventId ? -1 : 1);
}

import { type HikCentral } from '../world/hikcentral.js';
import { type Troubles } from './troubles.js';

/** What an operator changed, or a restored backup: it is held against us only once a comparison had the time to see and mend it. */
export class Tampering {
  private effectsRead = 0;
  private restoredAtMs: number | null = null;
  private readonly idsByCode = new Map<string, string>();
  /** By person id: when somebody else than us changed it last. */
  private readonly touchedAtMs = new Map<string, number>();

  constructor(
    private readonly hikcentral: HikCentral,
    private readonly troubles: Troubles,
    private readonly nowMs: () => number,
    /** Healthy time from one comparison to what the next one has mended. */
    private readonly mendedWithinMs: number,
  ) {
    // At once: a person may be gone again before anybody looks.
    hikcentral.onEffect = () => this.readEffects();
  }

  /** null: never. */
  touchedAt(code: string): number | null {
    this.readEffects();
    const personId = this.hikcentral.control.personByCode(code)?.personId ?? this.idsByCode.get(code);
    return personId === undefined ? null : (this.touchedAtMs.get(personId) ?? null);
  }

  /** Somebody changed this person behind our back, and it may not be mended yet. */
  isFresh(code: string): boolean {
    const atMs = this.touchedAt(code);
    return atMs !== null && this.nowMs() < this.troubles.wellBy(atMs, this.mendedWithinMs);
  }

  personIdOf(code: string): string | undefined {
    return this.hikcentral.control.personByCode(code)?.personId ?? this.idsByCode.get(code);
  }

  /** HikCentral was set back to before it knew the person of this copy: no call reaches the copy, only its own end does. */
  isLeftBehind(doorId: string, code: string): boolean {
    this.readEffects();
    const { persons, slates } = this.hikcentral.world;
    const copy = slates.get(doorId).copies.findByCode(code);
    if (copy === undefined || this.restoredAtMs === null || copy.appliedAtMs > this.restoredAtMs) return false;
    return persons.find({ personId: copy.personId }) === undefined;
  }

  private readEffects(): void {
    const { effects } = this.hikcentral;
    for (let index = this.effectsRead; index < effects.length; index += 1) {
      const { actor, personId, atMs, kind } = effects[index]!;
      if (kind === 'world-restored') this.touchAll(atMs);
      if (personId === undefined) continue;
      const person = this.hikcentral.world.persons.find({ personId });
      if (person !== undefined) this.idsByCode.set(person.personCode, personId);
      if (actor.by === 'operator') this.touchedAtMs.set(personId, atMs);
    }
    this.effectsRead = effects.length;
  }

  private touchAll(atMs: number): void {
    this.restoredAtMs = atMs;
    const restored = this.hikcentral.control.ownPersons().map(({ personId }) => personId);
    for (const personId of [...restored, ...this.idsByCode.values()]) this.touchedAtMs.set(personId, atMs);
  }
}

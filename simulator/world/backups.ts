import { notFound } from '../refusal.js';
import { type ApplicationFailure } from './door-slates.js';
import { type AccessEvent, type AccessLevel, type Organisation, type Person } from './model.js';
import { type World } from './world.js';

interface Backup {
  readonly organisations: readonly Organisation[];
  readonly persons: readonly Person[];
  readonly levels: readonly AccessLevel[];
  readonly events: readonly AccessEvent[];
  readonly doors: readonly DoorRecord[];
}

/** What HikCentral's database knows of a door's application; what the door holds is not in it. */
interface DoorRecord {
  readonly doorIndexCode: string;
  readonly waiting: readonly (readonly [personId: string, isQueued: boolean])[];
  readonly failures: readonly ApplicationFailure[];
}

export interface RestoreScope {
  /** Events go back as well; by default they stay. */
  readonly hasEvents?: boolean;
}

/**
 * Backups of HikCentral's database: organisations, persons, levels with their members, and what is to be applied. The terminals are
 * no part of it: after a restore they hold what they held, and the record may know nothing of it. Visits, subscriptions and the state
 * of doors stay as they are. Ids given out since the backup are not given out again.
 */
export class Backups {
  private readonly byName = new Map<string, Backup>();

  constructor(private readonly world: World) {}

  /** @returns the name, made up when none is given; a name in use is overwritten */
  take(name = `backup-${this.byName.size + 1}`): string {
    this.byName.set(name, copyOf(this.world));
    return name;
  }

  names(): string[] {
    return [...this.byName.keys()];
  }

  /** @throws Refusal 128 for a backup that does not exist */
  restore(name: string, { hasEvents = false }: RestoreScope = {}): void {
    const backup = this.byName.get(name);
    if (backup === undefined) throw notFound('backup');
    const { world } = this;
    world.organisations.replaceAll(backup.organisations.map((organisation) => ({ ...organisation })));
    world.persons.replaceAll(backup.persons.map((person) => ({ ...person })));
    world.levels.replaceAll(backup.levels.map(copyLevel));
    for (const record of backup.doors) this.restoreDoor(record);
    if (hasEvents) world.events.replaceAll(backup.events);
    world.journal.record({ actor: { by: 'operator' }, kind: 'world-restored', ownerAppKey: null });
  }

  private restoreDoor({ doorIndexCode, waiting, failures }: DoorRecord): void {
    const slate = this.world.slates.get(doorIndexCode);
    slate.waiting.clear();
    slate.failures.clear();
    for (const [personId, isQueued] of waiting) slate.waiting.set(personId, { isQueued });
    for (const failure of failures) slate.failures.set(failure.personId, failure);
    this.world.application.resume(doorIndexCode);
  }
}

function copyOf(world: World): Backup {
  return {
    organisations: world.organisations.all().map((organisation) => ({ ...organisation })),
    persons: world.persons.all().map((person) => ({ ...person })),
    levels: world.levels.all().map(copyLevel),
    events: [...world.events.all()],
    doors: world.slates.entries().map(([doorIndexCode, { waiting, failures }]) => ({
      doorIndexCode,
      waiting: [...waiting].map(([personId, { isQueued }]) => [personId, isQueued] as const),
      failures: [...failures.values()],
    })),
  };
}

function copyLevel(level: AccessLevel): AccessLevel {
  return { ...level, memberIds: new Set(level.memberIds) };
}

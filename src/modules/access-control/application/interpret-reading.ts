import {
  type ApplicationFailure,
  type ApplicationSummary,
  type DoorApplication,
  type PersonLookUp,
  type PersonRead,
} from '../../hikcentral-gateway/index.js';
import { type AccessFacts } from '../domain/facts.js';
import {
  doorKeyOfName,
  type ReadingAt,
  type SeenApplication,
  type SeenDoor,
  type SeenPerson,
  settleApplication,
  settleIdInList,
  settleLookUp,
  settleMembership,
  settleSenselessLookUp,
  settleUntoldLookUp,
  withNextRound,
} from '../domain/settle-reading.js';
import { type MemberList } from './member-list.js';

/** What a reading showed, of everybody it is about. */
export type Learnt =
  | { readonly kind: 'person'; readonly person: PersonLookUp }
  | {
      readonly kind: 'members';
      readonly levelId: string;
      readonly members: MemberList;
      /** Nobody can have been missed between the pages. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'application';
      readonly summary: ApplicationSummary;
      readonly failures: readonly ApplicationFailure[];
    }
  | {
      readonly kind: 'own-application';
      /** null: nothing was told. */ readonly doors: readonly DoorApplication[] | null;
    };

export function settleReading(
  facts: AccessFacts,
  personCode: string,
  learnt: Learnt,
  at: ReadingAt,
  organisationId: string | null,
): AccessFacts {
  switch (learnt.kind) {
    case 'person':
      if (learnt.person === 'untold') return settleUntoldLookUp(facts, at);
      if (learnt.person !== null && learnt.person.personCode !== personCode) return settleSenselessLookUp(facts, at);
      return settleLookUp(facts, toSeenPerson(learnt.person, organisationId), at);
    case 'members': {
      const seen = learnt.members.look(personCode, facts.person.personId);
      if (seen === 'in-doubt') return settleMembership(settleIdInList(facts, null, at), learnt.levelId, null, at);
      if (seen === null) return settleMembership(facts, learnt.levelId, learnt.isWhole ? false : null, at);
      return settleMembership(settleIdInList(facts, seen.personId, at), learnt.levelId, true, at);
    }
    case 'application':
      return settleApplication(facts, toSeenApplication(learnt, personCode), at);
    case 'own-application':
      return learnt.doors === null
        ? withNextRound(facts, at)
        : settleApplication(facts, toOwnApplication(learnt.doors, facts), at);
  }
}

function toSeenPerson(person: PersonRead | null, organisationId: string | null): SeenPerson | null {
  if (person === null) return null;
  return {
    personId: person.personId,
    isOurs: organisationId === null || person.organisationId === organisationId,
    beginsAtMs: person.validity?.beginsAt.getTime() ?? null,
    endsAtMs: person.validity?.endsAt.getTime() ?? null,
    hasFace: person.hasFace,
    levelIds: person.accessLevelIds === null ? null : new Set(person.accessLevelIds),
  };
}

/** The global result: nothing pending with anybody, and this person not among the failures (our rule). */
function toSeenApplication(
  { summary, failures }: Learnt & { kind: 'application' },
  personCode: string,
): SeenApplication {
  const own = failures.filter((failure) => failure.personCode === personCode);
  // Failures that are counted and not listed may be this person's.
  const isTold = summary.failedCount === 0 || failures.length > 0;
  const isPending = !isTold || summary.pendingCount + summary.editedPendingCount > 0;
  if (own.length > 0) {
    const doors = own.map(({ doorName, parts }): SeenDoor => {
      return {
        doorId: doorKeyOfName(doorName),
        name: doorName,
        state: 'failed',
        isOnline: null,
        reason: parts[0] ?? null,
      };
    });
    return { kind: 'failed', doors };
  }
  return { kind: isPending ? 'pending' : 'complete', doors: [] };
}

function toOwnApplication(doors: readonly DoorApplication[], { levels }: AccessFacts): SeenApplication {
  const seen = doors.map(({ doorId, name, isOnline, state }) => ({ doorId, name, isOnline, state, reason: null }));
  if (doors.some(({ state }) => state === 'failed')) return { kind: 'failed', doors: seen };
  // A held level with no door in sight has not arrived in the detail yet.
  const isEmpty = doors.length === 0 && Object.values(levels).some(({ isMember }) => isMember === true);
  const isComplete = !isEmpty && doors.every(({ state }) => state === 'applied');
  return { kind: isComplete ? 'complete' : 'pending', doors: seen };
}

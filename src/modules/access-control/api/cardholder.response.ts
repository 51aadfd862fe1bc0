import { ACCESS_STATUSES, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import {
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  TextField,
  TextListField,
} from '../../../platform/http/fields.js';
import { NOTHING_DESIRED } from '../domain/desired-access.js';
import { NO_FACTS, type PersonContent } from '../domain/facts.js';
import { mayHold } from '../domain/level-standing.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { type Suspension } from '../persistence/suspensions.js';
import { type Plain } from '../../../platform/http/plain.js';

const NULL = { nullable: true } as const;
const LEVELS = { max: 64, maxItems: 1_000 } as const;

class CardholderSideResponse {
  @InstantField(NULL)
  validFrom!: Date | null;

  @InstantField(NULL)
  validTo!: Date | null;

  @TextListField(LEVELS)
  accessLevelIds!: string[];
}

class CardholderDifferenceResponse {
  @TextListField(LEVELS)
  levelsToGive!: string[];

  @TextListField(LEVELS)
  levelsToTake!: string[];
}

class CardholderErrorResponse {
  @TextField({ max: 64 })
  code!: string;

  @InstantField()
  at!: Date;
}

class SuspensionResponse {
  @InstantField()
  at!: Date;

  @TextField({ max: 64, description: 'User or API key.' })
  by!: string;

  @TextField({ max: 500 })
  reason!: string;
}

/** The guest as HikCentral knows it. */
export class CardholderResponse {
  @IdField()
  id!: string;

  @IdField()
  guestId!: string;

  @TextField({ max: 64 })
  serverId!: string;

  @TextField({ max: 16 })
  personCode!: string;

  @TextField({ ...NULL, max: 64 })
  hikcentralPersonId!: string | null;

  @EnumField(ACCESS_STATUSES)
  status!: AccessStatus;

  @IntField({ min: 0, description: 'Rises whenever something else is desired.' })
  generation!: number;

  @IntField({ min: 0, description: 'The generation that was last reached and read back.' })
  observedGeneration!: number;

  @NestedField(() => CardholderSideResponse)
  desired!: CardholderSideResponse;

  @NestedField(() => CardholderSideResponse)
  observed!: CardholderSideResponse;

  @NestedField(() => CardholderDifferenceResponse)
  difference!: CardholderDifferenceResponse;

  @IntField({ min: 0 })
  attempts!: number;

  @TextField({ ...NULL, max: 64, description: 'The next call; null: all is as it should be.' })
  nextStep!: string | null;

  @InstantField(NULL)
  nextAttemptAt!: Date | null;

  @NestedField(() => CardholderErrorResponse, NULL)
  lastError!: CardholderErrorResponse | null;

  @NestedField(() => SuspensionResponse, { ...NULL, description: 'Access was ended by hand and not resumed.' })
  suspension!: SuspensionResponse | null;

  @InstantField()
  createdAt!: Date;

  @InstantField()
  updatedAt!: Date;
}

/** One whose row cannot be read says so, and the others are listed all the same. */
export function showCardholder(cardholder: Cardholder, suspension: Suspension | null): Plain<CardholderResponse> {
  if (isReadable(cardholder)) return show(cardholder, suspension);
  const broken = { ...cardholder, desired: NOTHING_DESIRED, facts: NO_FACTS, lastErrorCode: 'INTERNAL' };
  return show({ ...broken, lastErrorAt: cardholder.lastErrorAt ?? cardholder.updatedAt }, suspension);
}

function isReadable({ desired, facts }: Cardholder): boolean {
  if (!isObject(facts) || !isObject(desired) || !Array.isArray(desired.levelIds)) return false;
  return isObject(facts.person) && isObject(facts.levels) && Object.values(facts.levels).every(isObject);
}

/** What is in a column of jsonb may have been spoilt, whatever its type says. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(
  { desired, facts, next, lastErrorCode, lastErrorAt, ...own }: Cardholder,
  suspension: Suspension | null,
): Plain<CardholderResponse> {
  const held = Object.keys(facts.levels).filter((levelId) => {
    const level = facts.levels[levelId];
    return level !== undefined && mayHold(level);
  });
  return {
    id: own.id,
    guestId: own.guestId,
    serverId: own.serverId,
    personCode: own.personCode,
    hikcentralPersonId: facts.person.personId,
    status: own.status,
    generation: own.generation,
    observedGeneration: own.observedGeneration,
    desired: toSide(desired.person, desired.levelIds),
    observed: toSide(facts.person.content, held),
    difference: {
      levelsToGive: desired.levelIds.filter((levelId) => !held.includes(levelId)),
      levelsToTake: held.filter((levelId) => !desired.levelIds.includes(levelId)),
    },
    attempts: own.attempts,
    nextStep: next?.step ?? null,
    nextAttemptAt: next?.dueAt ?? null,
    lastError: lastErrorCode === null || lastErrorAt === null ? null : { code: lastErrorCode, at: lastErrorAt },
    suspension: suspension === null ? null : { at: suspension.at, by: suspension.by, reason: suspension.reason },
    createdAt: own.createdAt,
    updatedAt: own.updatedAt,
  };
}

function toSide(
  validity: Pick<PersonContent, 'beginsAtMs' | 'endsAtMs'> | null,
  levelIds: readonly string[],
): Plain<CardholderSideResponse> {
  return {
    validFrom: validity === null ? null : new Date(validity.beginsAtMs),
    validTo: validity === null ? null : new Date(validity.endsAtMs),
    accessLevelIds: [...levelIds],
  };
}

import { OBSERVING_REASONS, type ObservingReason } from '../../../contracts/ports/server-standings.js';
import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  TextField,
} from '../../../platform/http/fields.js';
import { TEST_VERDICTS, type TestVerdict } from '../application/test-verdict.js';
import { LIMIT, NAME, RESERVE, WINDOW } from './server-fields.js';

const NULL = { nullable: true } as const;

class CapabilitiesResponse {
  @TextField({ ...NULL, max: 200 })
  product!: string | null;

  @TextField({ ...NULL, max: 64, example: 'V3.1.0.0' })
  version!: string | null;

  @BoolField({ description: 'One call reads door events of every type.' })
  readsEventTypesTogether!: boolean;

  @BoolField({ description: 'Lists of persons name their access levels.' })
  showsAccessLevels!: boolean;

  @BoolField({ description: 'The list of access levels names their doors.' })
  levelsNameDoors!: boolean;

  @BoolField({ description: "One person's application can be read door by door." })
  readsPersonApplication!: boolean;

  @BoolField({ description: 'Events can be pushed to us.' })
  subscribesToEvents!: boolean;

  @BoolField({ description: "A person is deleted only with the administrator's password." })
  asksPasswordToDelete!: boolean;

  @IntField({ min: 20, max: 500, description: 'Items of a list that are asked for at once.' })
  pageSize!: number;

  @InstantField({ ...NULL, description: 'null: assumed from the version.' })
  probedAt!: Date | null;
}

class BudgetResponse {
  @IntField({ min: 1, description: 'Fewer than `rateLimitCalls` for a while after HikCentral refused us within them.' })
  effectiveLimit!: number;

  @IntField({ description: 'Slots of the present window that are taken.' })
  usedInWindow!: number;

  @InstantField({ ...NULL, description: 'Until then nothing is sent.' })
  pausedUntil!: Date | null;
}

class AdoptionResponse {
  @EnumField(['adopted', 'observing'], {
    description: '`observing`: this database only reads there (`OBSERVE_ONLY`) until `POST …/adopt`.',
  })
  state!: 'adopted' | 'observing';

  @EnumField(OBSERVING_REASONS, {
    ...NULL,
    description:
      '`not_adopted`: this database did not meet this base URL and AppKey before. `other_secret_key`: it did, under another `SECRET_KEY`.',
  })
  reason!: ObservingReason | null;

  @InstantField(NULL)
  adoptedAt!: Date | null;

  @IntField({ description: 'Guests who should be let in there and are not: whom an adoption would provision.' })
  toGive!: number;

  @IntField({ description: 'Guests of whom something is still to be taken there: whom an adoption would revoke.' })
  toTake!: number;
}

class LeaseResponse {
  @TextField({ max: 300, description: 'Host and process.' })
  holder!: string;

  @InstantField()
  since!: Date;
}

export class ServerResponse {
  @IdField()
  id!: string;

  @TextField(NAME)
  name!: string;

  @EnumField(['settings', 'admin'], { description: '`settings`: changed by HIKCENTRAL_* and a restart only.' })
  origin!: 'settings' | 'admin';

  @TextField({ max: 300 })
  baseUrl!: string;

  @BoolField({ description: 'Whether an authority of its own is trusted for it here.' })
  hasCa!: boolean;

  @IntField(LIMIT)
  rateLimitCalls!: number;

  @IntField(WINDOW)
  rateLimitWindowSeconds!: number;

  @IntField(RESERVE)
  revokeReserve!: number;

  @NestedField(() => BudgetResponse)
  budget!: BudgetResponse;

  @EnumField(['rate-limited', 'outage', 'refused'], { ...NULL, description: 'Why it is not spoken to now.' })
  pauseReason!: 'rate-limited' | 'outage' | 'refused' | null;

  @IntField({ ...NULL, description: "HikCentral's clock, ahead of ours positive." })
  clockOffsetSeconds!: number | null;

  @BoolField({ description: 'The clocks differ too much.' })
  clockDiffers!: boolean;

  @NestedField(() => CapabilitiesResponse, NULL)
  capabilities!: CapabilitiesResponse | null;

  @NestedField(() => AdoptionResponse)
  adoption!: AdoptionResponse;

  @InstantField({ ...NULL, description: 'Since then nothing is given there, and everything is taken; null: enabled.' })
  disabledAt!: Date | null;

  @IntField({ description: 'Guests of ours who stand there as persons.' })
  persons!: number;

  @IntField({ description: 'Those of them who hold, or may hold, something there.' })
  personsWithAccess!: number;

  @NestedField(() => LeaseResponse, { ...NULL, description: 'Which process speaks to it; null: none.' })
  lease!: LeaseResponse | null;

  @InstantField({ ...NULL, description: 'Of the last seven days.' })
  lastAnswerAt!: Date | null;

  @InstantField()
  createdAt!: Date;

  @InstantField()
  updatedAt!: Date;
}

export class ServerTestResponse {
  @BoolField()
  ok!: boolean;

  @EnumField(TEST_VERDICTS, { description: 'For programs.' })
  verdict!: TestVerdict;

  @TextField({ max: 500, description: 'What to do, for a person.' })
  detail!: string;

  @TextField({ ...NULL, max: 200 })
  product!: string | null;

  @TextField({ ...NULL, max: 64 })
  version!: string | null;

  @IntField({ ...NULL, description: "HikCentral's clock, ahead of ours positive." })
  clockOffsetSeconds!: number | null;

  @IntField({ ...NULL, description: 'Not asked now: HikCentral is waited for, and asked again then.' })
  retryAfterSeconds!: number | null;
}

import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  SecretField,
  TextField,
} from '../../../platform/http/fields.js';
import { TEST_VERDICTS, type TestVerdict } from '../application/test-verdict.js';
import { type ServerToAdd } from '../application/add-server.js';
import { type ServerChanges } from '../application/change-server.js';

const MS_PER_SECOND = 1_000;
const NULL = { nullable: true } as const;
const NAME = { max: 100, example: 'Main building' } as const;
const BASE_URL = {
  max: 300,
  pattern: /^[hH][tT][tT][pP][sS]?:\/\/[^\s/?#@\\]+(\/artemis)?\/?$/,
  example: 'https://hikcentral.example.org:443',
  description: 'Scheme, host and port. No user, no password, no path; two spellings of one server are one server.',
} as const;
const APP_KEY = { max: 64, description: 'Partner key of HikCentral OpenAPI. Never shown.' } as const;
const APP_SECRET = { max: 256, description: 'Partner secret of HikCentral OpenAPI. Never shown.' } as const;
const CA = {
  max: 65_536,
  multiline: true,
  nullable: true,
  optional: true,
  description: "PEM of the only authority trusted for this server; null: the system's.",
} as const;
const LIMIT = { min: 1, max: 1_000_000, description: 'Calls in any window, over all processes together.' } as const;
const WINDOW = { min: 1, max: 3_600, description: 'Length of the window.' } as const;
const RESERVE = {
  min: 0,
  max: 1_000_000,
  description: 'Calls of each window that only revocation may use; fewer than `rateLimitCalls`.',
} as const;
const DEFAULTS = { limit: 10, windowSeconds: 60, revokeReserve: 2 } as const;

export class AddServerRequest {
  @TextField(NAME)
  name!: string;

  @TextField(BASE_URL)
  baseUrl!: string;

  @SecretField(APP_KEY)
  appKey!: string;

  @SecretField(APP_SECRET)
  appSecret!: string;

  @TextField(CA)
  caPem?: string | null;

  @IntField({ ...LIMIT, optional: true })
  rateLimitCalls?: number;

  @IntField({ ...WINDOW, optional: true })
  rateLimitWindowSeconds?: number;

  @IntField({ ...RESERVE, optional: true })
  revokeReserve?: number;
}

export class ChangeServerRequest {
  @TextField({ ...NAME, min: 1, optional: true })
  name?: string;

  @TextField({ ...BASE_URL, min: 1, optional: true })
  baseUrl?: string;

  @SecretField({ ...APP_KEY, optional: true })
  appKey?: string;

  @SecretField({ ...APP_SECRET, optional: true })
  appSecret?: string;

  @TextField(CA)
  caPem?: string | null;

  @IntField({ ...LIMIT, optional: true })
  rateLimitCalls?: number;

  @IntField({ ...WINDOW, optional: true })
  rateLimitWindowSeconds?: number;

  @IntField({ ...RESERVE, optional: true })
  revokeReserve?: number;
}

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

  @InstantField({ ...NULL, description: 'null: assumed from the version.' })
  probedAt!: Date | null;
}

class BudgetResponse {
  @IntField({ description: 'Slots of the present window that are taken.' })
  usedInWindow!: number;

  @InstantField({ ...NULL, description: 'Until then nothing is sent.' })
  pausedUntil!: Date | null;
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

export function toServerToAdd(request: AddServerRequest): ServerToAdd {
  const { rateLimitCalls, rateLimitWindowSeconds, revokeReserve, caPem, ...stated } = request;
  return {
    ...stated,
    caPem: caPem ?? null,
    limit: rateLimitCalls ?? DEFAULTS.limit,
    windowMs: (rateLimitWindowSeconds ?? DEFAULTS.windowSeconds) * MS_PER_SECOND,
    revokeReserve: revokeReserve ?? DEFAULTS.revokeReserve,
  };
}

export function toServerChanges(request: ChangeServerRequest): ServerChanges {
  const { rateLimitCalls, rateLimitWindowSeconds, ...stated } = request;
  return {
    ...stated,
    ...(rateLimitCalls !== undefined && { limit: rateLimitCalls }),
    ...(rateLimitWindowSeconds !== undefined && { windowMs: rateLimitWindowSeconds * MS_PER_SECOND }),
  };
}

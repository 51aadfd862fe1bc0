import { BoolField, IntField, SecretField, TextField } from '../../../platform/http/fields.js';
import { type ServerToAdd } from '../application/add-server.js';
import { type ServerChanges } from '../application/change-server.js';
import { LIMIT, NAME, RESERVE, WINDOW } from './server-fields.js';

const MS_PER_SECOND = 1_000;
const BASE_URL = {
  max: 300,
  pattern: /^[hH][tT][tT][pP][sS]?:\/\/[^\s/?#@\\]+(\/artemis)?\/?$/,
  example: 'https://hikcentral.example.org:443',
  description: 'Scheme, host and port. No user, no password, no path; two spellings of one server are one server.',
} as const;
const APP_KEY = { max: 64, description: 'Partner key of HikCentral OpenAPI. Never shown.' } as const;
const APP_SECRET = { max: 256, description: 'Partner secret of HikCentral OpenAPI. Never shown.' } as const;
const ADMIN_PASSWORD = {
  max: 64,
  nullable: true,
  optional: true,
  description:
    "Password of HikCentral's administrator, where it asks for one before a person is deleted; null: there is none. Never shown. One that was refused is not tried again before it is sent again.",
} as const;
const CA = {
  max: 65_536,
  multiline: true,
  nullable: true,
  optional: true,
  description: "PEM of the only authority trusted for this server; null: the system's.",
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

  @SecretField(ADMIN_PASSWORD)
  adminPassword?: string | null;

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

  @SecretField(ADMIN_PASSWORD)
  adminPassword?: string | null;

  @TextField(CA)
  caPem?: string | null;

  @IntField({ ...LIMIT, optional: true })
  rateLimitCalls?: number;

  @IntField({ ...WINDOW, optional: true })
  rateLimitWindowSeconds?: number;

  @IntField({ ...RESERVE, optional: true })
  revokeReserve?: number;
}

export class RemoveServerQuery {
  @BoolField({ optional: true, description: 'It is gone for ever: whoever of ours is there is given up.' })
  force?: boolean;
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
